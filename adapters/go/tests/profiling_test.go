package tests

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"harness/sdk"
)

// post posts a large document so many times.
func post(t *testing.T, app object, count int) {
	t.Helper()
	items := make([]string, 3000)
	for index := range items {
		items[index] = fmt.Sprintf(`{"name": "item %d", "values": [%d, 0.5]}`, index, index)
	}
	one := exchange{path: "/json/large", kind: "application/json", body: "[" + strings.Join(items, ",") + "]"}
	for ; count > 0; count-- {
		if status, _, _ := one.send(t, app); status != http.StatusOK {
			t.Fatal(status)
		}
	}
}

const handler = ";harness/apps/handlers.JSON (handlers/handlers.go);"

// profileUnderLoad is the first profile under load that names the handler: a machine that does other work may take several.
func profileUnderLoad(t *testing.T, adapter *conversation, app object) object {
	t.Helper()
	for {
		started := adapter.call("profile/start", object{"app": app["app"]})
		name, _ := started["profiler"].(string)
		if !strings.HasPrefix(name, "runtime/pprof of go") || started["unit"] != "samples" || started["intervalNanoseconds"] != 1e7 {
			t.Fatal(started)
		}
		post(t, app, 50)
		profile := adapter.call("profile/stop", object{"app": app["app"]})
		folded, isText := profile["folded"].(string)
		if !isText {
			t.Fatal(profile)
		}
		if strings.Contains(folded, handler) {
			return profile
		}
	}
}

func TestHandlersAreNamedWithTheirFiles(t *testing.T) {
	adapter := open(t)
	app := adapter.started(object{"workers": 2, "profiler": true})
	for round := 0; round < 2; round++ {
		profile := profileUnderLoad(t, adapter, app)
		sum, before, seen := 0, int(profile["samples"].(float64)), map[string]bool{}
		for _, line := range strings.Split(strings.TrimSpace(profile["folded"].(string)), "\n") {
			stack, number, _ := cutLast(line, " ")
			count, err := strconv.Atoi(number)
			if err != nil || count < 1 || count > before || seen[stack] {
				t.Errorf("%v: %s", err, line)
			}
			before, seen[stack] = count, true
			sum += count
			// The outermost frame is a thread's or a goroutine's first.
			if strings.Contains(stack, handler) && !strings.HasPrefix(stack, "net/http.(*conn).serve (http/server.go);") {
				t.Error(stack)
			}
		}
		if float64(sum) != profile["samples"] {
			t.Errorf("%d of %v samples", sum, profile["samples"])
		}
	}
	if found := adapter.folders(); len(found) != 2 { // pages, and the socket
		t.Error(found)
	}
	adapter.call("app/stop", object{"app": app["app"]})
	if found := adapter.folders(); len(found) > 0 {
		t.Error(found)
	}
}

func cutLast(text, separator string) (before, after string, isFound bool) {
	place := strings.LastIndex(text, separator)
	if place < 0 {
		return text, "", false
	}
	return text[:place], text[place+len(separator):], true
}

func TestAProfileBeginsAndEndsOnce(t *testing.T) {
	adapter := open(t)
	without := adapter.started(nil)["app"]
	app := adapter.started(object{"profiler": true, "agents": false})["app"]
	for _, step := range []struct {
		method string
		app    any
		code   any
	}{
		{"profile/start", "9", sdk.UnknownApp}, {"profile/stop", "9", sdk.UnknownApp},
		{"profile/start", without, sdk.InvalidParams}, {"profile/stop", without, sdk.InvalidParams},
		{"profile/stop", app, sdk.InvalidParams}, {"profile/start", app, nil},
		{"profile/start", app, sdk.InvalidParams}, {"profile/stop", app, nil}, {"profile/stop", app, sdk.InvalidParams},
	} {
		answer := adapter.call(step.method, object{"app": step.app})
		if fmt.Sprint(answer["code"]) != fmt.Sprint(step.code) {
			t.Errorf("%s of %v: %v instead of %v", step.method, step.app, answer, step.code)
		}
	}
}

func TestAnAppThatIsStoppedWhileItIsProfiledLeavesNothing(t *testing.T) {
	adapter := open(t)
	app := adapter.started(object{"profiler": true})
	adapter.call("profile/start", object{"app": app["app"]})
	adapter.call("app/stop", object{"app": app["app"]})
	expectCode(t, adapter.call("profile/stop", object{"app": app["app"]}), sdk.UnknownApp)
	if found := adapter.folders(); len(found) > 0 {
		t.Error(found)
	}
}
