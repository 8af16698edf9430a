package tests

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"reflect"
	"strconv"
	"syscall"
	"testing"
	"time"

	"harness/sdk"
)

// scripted is a framework whose preparation and app are shell scripts.
type scripted struct {
	name, preparation, app string
}

// healthy becomes the app below.
const healthy = `exec "$PROGRAM"`

var misbehaving = []sdk.Framework{
	scripted{"broken", "", "seq 30 >&2; exit 3"},
	scripted{"leaving", "", "trap '' TERM; sleep 60 & echo $! >&2; exit 3"},
	scripted{"deaf", "", "trap '' TERM; while :; do sleep 0.1; done"},
	scripted{"hung", "", healthy},
	scripted{"orphaning", "", "trap '' TERM; setsid sleep 60 & " + healthy},
	scripted{"slow", "sleep 60; exit", "exit"},
	scripted{"stubborn", "trap '' TERM; setsid sh -c 'sleep 60; exit'; exit", "exit"},
	scripted{"panicking", "panic", "exit"},
}

func (s scripted) Description() sdk.Description {
	return sdk.Description{Name: s.name, Description: "misbehaves"}
}

func (s scripted) Prepare(func(string)) (sdk.Versions, error) {
	if s.preparation == "panic" {
		panic("as told")
	}
	_, _, err := sdk.Run(exec.Command("sh", "-c", s.preparation))
	return sdk.Versions{}, err
}

func (s scripted) Launch() sdk.Launch {
	program, _ := os.Executable()
	return sdk.Launch{Command: []string{"sh", "-c", s.app}, Folder: "/", Environment: []string{"PROGRAM=" + program, role + "=healthy app"}}
}

func misbehavingAdapter() {
	server := sdk.Server{Identity: sdk.Identity{Name: "test"}, Frameworks: misbehaving}
	server.Run()
}

// healthyApp answers, and does not heed SIGTERM.
func healthyApp() {
	signal.Ignore(syscall.SIGTERM)
	listener, err := net.FileListener(os.NewFile(3, "listener"))
	if err != nil {
		panic(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		connection.Read(make([]byte, 4096))
		fmt.Fprint(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
		connection.Close()
	}
}

func openMisbehaving(t *testing.T) *conversation {
	t.Helper()
	return converse(t, playing("misbehaving adapter"))
}

func expectCode(t *testing.T, answer object, code int) {
	t.Helper()
	if answer["code"] != float64(code) {
		t.Errorf("%v instead of error %d", answer, code)
	}
}

func expectNone(t *testing.T, pids []int) {
	t.Helper()
	if len(pids) > 0 {
		t.Errorf("%v live", pids)
	}
}

func TestAFailedStartSaysWhyAndLeavesNothing(t *testing.T) {
	adapter := openMisbehaving(t)
	broken := adapter.start(object{"framework": "broken"})
	expectCode(t, broken, sdk.StartFailed)
	var last []any
	for number := 11; number <= 30; number++ {
		last = append(last, strconv.Itoa(number))
	}
	if lines := broken["data"].(object)["stderr"]; !reflect.DeepEqual(lines, last) {
		t.Errorf("its last lines: %v", lines)
	}
	deaf := adapter.start(object{"framework": "deaf", "healthTimeoutNanoseconds": time.Second / 10})
	expectCode(t, deaf, sdk.StartFailed)
	if lines := deaf["data"].(object)["stderr"]; !reflect.DeepEqual(lines, []any{}) {
		t.Errorf("its last lines, where there are none: %v", lines)
	}
	leaving := adapter.start(object{"framework": "leaving"})
	expectCode(t, leaving, sdk.StartFailed)
	left, err := strconv.Atoi(leaving["data"].(object)["stderr"].([]any)[0].(string))
	if err != nil || sdk.Alive(left) {
		t.Errorf("%d lives; %v", left, err)
	}
	expectNone(t, adapter.descendants())
}

func TestAnAppThatIgnoresSIGTERMIsKilledAlsoAtTheEndOfTheInput(t *testing.T) {
	adapter := openMisbehaving(t)
	for _, framework := range []string{"hung", "orphaning"} {
		app := adapter.started(object{"framework": framework})
		pids := tree(app)
		ending := adapter.call("app/stop", object{"app": app["app"]})
		if !reflect.DeepEqual(ending, object{"exitCode": nil, "signal": 9.0}) {
			t.Errorf("it ended with %v", ending)
		}
		expectNone(t, alive(pids))
	}
	var pids []int
	for _, framework := range []string{"hung", "orphaning", "hung"} {
		pids = append(pids, tree(adapter.started(object{"framework": framework}))...)
	}
	adapter.close()
	expectNone(t, alive(pids))
}

func TestTheEndOfTheInputInterruptsAStartAndThoseThatWait(t *testing.T) {
	adapter := openMisbehaving(t)
	for count := 0; count < 3; count++ {
		adapter.send("app/start", startParams(object{"framework": "deaf"}))
	}
	pids := adapter.awaitDescendants(2) // the shell and its sleep
	adapter.close()
	expectNone(t, alive(pids))
}

func TestTheEndOfTheInputEndsWhatPrepares(t *testing.T) {
	for _, framework := range []string{"slow", "stubborn"} {
		adapter := openMisbehaving(t)
		adapter.send("app/prepare", object{"framework": framework})
		pids := adapter.awaitDescendants(2)
		adapter.close()
		expectNone(t, alive(pids))
	}
}

func TestAKilledAdapterLeavesNoStartAndNoPreparation(t *testing.T) {
	for method, framework := range map[string]string{"app/start": "deaf", "app/prepare": "slow"} {
		adapter := openMisbehaving(t)
		adapter.send(method, startParams(object{"framework": framework}))
		root := adapter.awaitDescendants(2)[:1] // a shell, which has begun to wait
		adapter.kill()
		expectNone(t, survivors(root))
	}
}

func TestABugOfAFrameworkIsAnInternalErrorAndTheAdapterLivesOn(t *testing.T) {
	adapter := openMisbehaving(t)
	expectCode(t, adapter.call("app/prepare", object{"framework": "panicking"}), sdk.InternalError)
	expectCode(t, adapter.start(object{"framework": "broken"}), sdk.StartFailed)
}
