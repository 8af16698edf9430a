package tests

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"harness/sdk"
)

// get is the body of an answer with status 200.
func get(t *testing.T, app object, path string) string {
	t.Helper()
	response, err := http.Get(address(app) + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v", path, response.StatusCode, err)
	}
	return strings.TrimSpace(string(body))
}

// field is one of a process's /proc/<pid>/status.
func field(pid int, name string) string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := strings.Cut(string(text), "\n"+name+":")
	value, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(value)
}

func TestAnAppStartsOnItsProcessorAnswersAndStops(t *testing.T) {
	adapter := open(t)
	allowed := field(os.Getpid(), "Cpus_allowed_list")
	var cpu int
	if _, err := fmt.Sscanf(allowed, "%d", &cpu); err != nil {
		t.Fatal(allowed, err)
	}
	app := adapter.started(object{"cpus": []int{cpu}})
	if health := get(t, app, "/health"); health != `{"status":"ok"}` {
		t.Error(health)
	}
	pids := tree(app)
	if len(pids) != 1 || field(pids[0], "Cpus_allowed_list") != fmt.Sprint(cpu) {
		t.Errorf("%v run on %s", pids, field(pids[0], "Cpus_allowed_list"))
	}
	begin := time.Now()
	ending := adapter.call("app/stop", object{"app": app["app"]})
	if !reflect.DeepEqual(ending, object{"exitCode": 0.0, "signal": nil}) {
		t.Errorf("after %v it ended with %v", time.Since(begin), ending)
	}
	expectNone(t, alive(pids))
	for _, method := range []string{"metrics/read", "app/stop"} {
		expectCode(t, adapter.call(method, object{"app": app["app"]}), sdk.UnknownApp)
	}
	if answer := adapter.call("shutdown", object{}); len(answer) != 0 {
		t.Errorf("shutdown: %v", answer)
	}
	adapter.endsWell()
}

func TestAnAppThatIsKilledIsReportedWithinASecond(t *testing.T) {
	adapter := open(t)
	app := adapter.started(nil)
	pids := tree(app)
	syscall.Kill(pids[0], syscall.SIGKILL)
	killed := time.Now()
	exited := adapter.receive(func(message object) bool { return message["method"] == "app/exited" })
	if time.Since(killed) >= time.Second {
		t.Errorf("after %v", time.Since(killed))
	}
	expected := object{"app": app["app"], "exitCode": nil, "signal": 9.0, "stderr": []any{}}
	if !reflect.DeepEqual(exited["params"], expected) {
		t.Errorf("%v", exited)
	}
	expectCode(t, adapter.call("app/stop", object{"app": app["app"]}), sdk.UnknownApp)
}

func TestAppsEndWithTheInputAndWithAKilledAdapter(t *testing.T) {
	adapter := open(t)
	pids := tree(adapter.started(object{"workers": 2}))
	adapter.close()
	expectNone(t, alive(pids))
	adapter = open(t)
	pids = tree(adapter.started(object{"workers": 2}))
	adapter.kill()
	expectNone(t, survivors(pids))
}

func TestWhatCannotBeStartedHasItsOwnCode(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	adapter := open(t)
	expectCode(t, adapter.start(object{"ports": object{"first": port, "last": port}}), sdk.PortRangeFull)
	unknown := adapter.start(object{"framework": "nope"})
	expectCode(t, unknown, sdk.UnknownFramework)
	if hint := unknown["data"].(object)["hint"].(string); !strings.Contains(hint, "nethttp") {
		t.Error(hint)
	}
}

// folders are those of an adapter's apps.
func (c *conversation) folders() []string {
	found, _ := filepath.Glob(filepath.Join(sdk.AgentPlace(), fmt.Sprintf("%s%d-*", sdk.AgentPrefix, c.command.Process.Pid)))
	return found
}

func TestPagesAreThereAsLongAsTheAppRuns(t *testing.T) {
	adapter := open(t)
	app := adapter.started(object{"workers": 2})
	if found := adapter.folders(); len(found) != 1 || found[0] != app["agentFolder"] {
		t.Errorf("%v instead of %v", found, app["agentFolder"])
	}
	counts := openPage(t, app["agentFolder"].(string), "go", tree(app)[0])
	for counts.total(threadsAtOnce) != 2 { // told within 100 ms
		time.Sleep(5 * time.Millisecond)
	}
	adapter.call("app/stop", object{"app": app["app"]})
	if found := adapter.folders(); len(found) > 0 {
		t.Errorf("%v are left", found)
	}
}

func TestAnAppCanBeStartedWithoutAgents(t *testing.T) {
	t.Setenv("HARNESS_AGENT_DIR", "/not/ours")
	adapter := open(t)
	app := adapter.started(object{"agents": false})
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", tree(app)[0]))
	if err != nil || strings.Contains(string(environment), "HARNESS_AGENT_DIR") {
		t.Errorf("%v: %q", err, environment)
	}
	if found := adapter.folders(); len(found) > 0 || app["agentFolder"] != nil {
		t.Errorf("%v, %v", found, app["agentFolder"])
	}
}

func TestWhatAKilledAdapterLeavesIsRemovedByTheNextStart(t *testing.T) {
	adapter := open(t)
	adapter.started(nil)
	adapter.kill()
	folder, err := sdk.MakeAgentFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	if found := adapter.folders(); len(found) > 0 {
		t.Errorf("%v are left", found)
	}
}
