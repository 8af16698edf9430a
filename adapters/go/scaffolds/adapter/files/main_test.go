package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"reflect"
	"strings"
	"testing"
)

type object = map[string]any

// adapter is a running one, as harness starts it.
type adapter struct {
	t      *testing.T
	input  io.Writer
	output *bufio.Reader
}

func open(t *testing.T) adapter {
	command := exec.Command("./adapter")
	input, _ := command.StdinPipe()
	output, _ := command.StdoutPipe()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		input.Close()
		command.Wait()
	})
	return adapter{t, input, bufio.NewReader(output)}
}

// call is the result of a request.
func (a adapter) call(method string, params object) object {
	a.t.Helper()
	json.NewEncoder(a.input).Encode(object{"jsonrpc": "2.0", "id": method, "method": method, "params": params})
	for {
		line, err := a.output.ReadBytes('\n')
		if err != nil {
			a.t.Fatal("the adapter has ended: ", err)
		}
		var message object
		if err := json.Unmarshal(line, &message); err != nil {
			a.t.Fatalf("%s: %v", line, err)
		}
		if message["id"] == method {
			if message["error"] != nil {
				a.t.Fatal(message["error"])
			}
			return message["result"].(object)
		}
	}
}

func TestTheAppIsStartedAnswersWhatItIsSentAndIsStopped(t *testing.T) {
	adapter := open(t)
	adapter.call("initialize", object{"protocolVersions": []int{1}, "workloads": ""})
	framework := frameworks[0].Description().Name
	app := adapter.call("app/start", object{
		"framework": framework, "workers": 2, "cpus": []int{}, "healthTimeoutNanoseconds": int64(60e9),
	})
	url := fmt.Sprintf("http://127.0.0.1:%v/json/small", app["address"].(object)["port"])
	response, err := http.Post(url, "application/json", strings.NewReader(`{"id": 1, "name": "gr\u00fcn"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var value any
	json.NewDecoder(response.Body).Decode(&value)
	if response.StatusCode != http.StatusOK || !reflect.DeepEqual(value, object{"id": 1.0, "name": "grün"}) {
		t.Errorf("status %d, %v", response.StatusCode, value)
	}
	adapter.call("app/stop", object{"app": app["app"]})
	if _, err := http.Get(url); err == nil {
		t.Error("it is still there")
	}
}
