// Package profiler samples the app that it is linked with, when its adapter says so over a socket (docs/AGENTS.md).
//
// Without HARNESS_PROFILER_SOCKET it does nothing. Whatever fails in here ends in no profile: the app must not notice.
package profiler

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"runtime"
	"runtime/pprof"
)

// Connect has the adapter know this process, and answers it until the adapter is gone.
func Connect() {
	path := os.Getenv("HARNESS_PROFILER_SOCKET")
	if path == "" {
		return
	}
	connection, err := net.Dial("unix", path)
	if err != nil {
		return
	}
	messages := json.NewEncoder(connection)
	messages.Encode(map[string]any{"hello": map[string]int{"pid": os.Getpid()}})
	go func() {
		defer connection.Close()
		questions := json.NewDecoder(connection)
		for {
			var question struct{ Do string }
			if questions.Decode(&question) != nil || messages.Encode(answer(question.Do)) != nil {
				return
			}
		}
	}()
}

// samples is the profile that is being taken; the runtime samples 100 times a second of processor time.
var samples bytes.Buffer

func answer(what string) map[string]any {
	if what == "start" {
		samples.Reset()
		if err := pprof.StartCPUProfile(&samples); err != nil {
			return problem(err)
		}
		return map[string]any{"profiler": "runtime/pprof of " + runtime.Version()}
	}
	pprof.StopCPUProfile()
	stacks, count, err := fold(&samples)
	if err != nil {
		return problem(err)
	}
	return map[string]any{"stacks": stacks, "samples": count, "lost": 0}
}

func problem(err error) map[string]any { return map[string]any{"problem": err.Error()} }
