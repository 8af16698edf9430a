// Package tests has the adapter and apps as processes, as the host sees them.
package tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"harness/sdk"
)

const specification = "../../../Sources/AdapterProtocol/Specification/v1"

// role makes the tests' own program something else than the tests.
const role = "HARNESS_TEST_ROLE"

var roles = map[string]func(){
	"hostile adapter":     hostileAdapter,
	"misbehaving adapter": misbehavingAdapter,
	"healthy app":         healthyApp,
	"agent's subject":     subject,
}

func TestMain(m *testing.M) {
	if play := roles[os.Getenv(role)]; play != nil {
		play()
		return
	}
	build := exec.Command("../workspace", "build", "-o", adapterPath(), "harness")
	if output, err := build.CombinedOutput(); err != nil {
		fmt.Printf("the adapter cannot be built: %v\n%s", err, output)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func absolute(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		panic(err)
	}
	return whole
}

func adapterPath() string { return absolute("../.build/bin/adapter") }

// object is a JSON object.
type object = map[string]any

// conversation is a running adapter.
type conversation struct {
	t       *testing.T
	command *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Reader
	count   int
	ended   chan struct{}
	// description is what it said of itself.
	description object
}

// playing is this program in another role.
func playing(name string) *exec.Cmd {
	program, err := os.Executable()
	if err != nil {
		panic(err)
	}
	command := exec.Command(program)
	command.Env = append(os.Environ(), role+"="+name)
	return command
}

// open starts the Go adapter; its input ends with the test.
func open(t *testing.T) *conversation { return converse(t, exec.Command(adapterPath())) }

func converse(t *testing.T, command *exec.Cmd) *conversation {
	t.Helper()
	command.Dir = absolute("..")
	input, _ := command.StdinPipe()
	output, wire, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout = wire
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	wire.Close()
	c := &conversation{t: t, command: command, input: input, output: bufio.NewReaderSize(output, 1<<16), ended: make(chan struct{})}
	go func() {
		command.Wait()
		close(c.ended)
	}()
	t.Cleanup(func() {
		input.Close()
		<-c.ended
	})
	c.description = c.call("initialize", object{"protocolVersions": []int{1}, "workloads": absolute(specification + "/workloads.json")})
	return c
}

// send sends a request without waiting; returns its id.
func (c *conversation) send(method string, params any) int {
	c.count++
	line, _ := json.Marshal(object{"jsonrpc": "2.0", "id": c.count, "method": method, "params": params})
	if _, err := c.input.Write(append(line, '\n')); err != nil {
		c.t.Fatal(err)
	}
	return c.count
}

// receive is the next message that is wanted.
func (c *conversation) receive(isWanted func(object) bool) object {
	c.t.Helper()
	for {
		line, err := c.output.ReadBytes('\n')
		if err != nil {
			c.t.Fatal("the adapter has ended: ", err)
		}
		var message object
		if err := json.Unmarshal(line, &message); err != nil {
			c.t.Fatalf("%s: %v", line, err)
		}
		if isWanted(message) {
			return message
		}
	}
}

// call is the answer to a request: its result or its error.
func (c *conversation) call(method string, params any) object {
	c.t.Helper()
	id := c.send(method, params)
	answer := c.receive(func(message object) bool { return message["id"] == float64(id) })
	if problem, isError := answer["error"].(object); isError {
		return problem
	}
	return answer["result"].(object)
}

func startParams(changes object) object {
	params := object{"framework": "nethttp", "workers": 1, "cpus": []int{}, "healthTimeoutNanoseconds": 60 * time.Second}
	for name, value := range changes {
		params[name] = value
	}
	return params
}

// start starts net/http with one worker on any processor, unless the changes say otherwise.
func (c *conversation) start(changes object) object {
	c.t.Helper()
	return c.call("app/start", startParams(changes))
}

// started is the same where nothing may fail.
func (c *conversation) started(changes object) object {
	c.t.Helper()
	app := c.start(changes)
	if app["pid"] == nil {
		c.t.Fatal("not started: ", app)
	}
	return app
}

// descendants are the processes that it has started.
func (c *conversation) descendants() []int {
	if tree := sdk.Tree(c.command.Process.Pid); len(tree) > 0 {
		return tree[1:]
	}
	return nil
}

// awaitDescendants waits until it has started so many.
func (c *conversation) awaitDescendants(count int) []int {
	for {
		if found := c.descendants(); len(found) >= count {
			return found
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// kill kills the adapter.
func (c *conversation) kill() {
	c.command.Process.Kill()
	<-c.ended
}

// close ends its input, and with that itself within the 2 s of rule T5.
func (c *conversation) close() {
	c.t.Helper()
	c.input.Close()
	c.endsWell()
}

func (c *conversation) endsWell() {
	c.t.Helper()
	select {
	case <-c.ended:
		if !c.command.ProcessState.Success() {
			c.t.Error("the adapter ended with ", c.command.ProcessState)
		}
	case <-time.After(2 * time.Second):
		c.t.Error("the adapter does not end")
	}
}

// tree are the processes of a started app.
func tree(app object) []int { return sdk.Tree(int(app["pid"].(float64))) }

func alive(pids []int) []int {
	var left []int
	for _, pid := range pids {
		if sdk.Alive(pid) {
			left = append(left, pid)
		}
	}
	return left
}

// survivors are those that are still alive after a second.
func survivors(pids []int) []int {
	for begin := time.Now(); time.Since(begin) < time.Second && len(alive(pids)) > 0; {
		time.Sleep(5 * time.Millisecond)
	}
	return alive(pids)
}

func address(app object) string {
	return fmt.Sprintf("http://127.0.0.1:%v", app["address"].(object)["port"])
}
