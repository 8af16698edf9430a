package tests

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const begun = "my-framework"

func filled(text string) string { return strings.ReplaceAll(text, "{{name}}", begun) }

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fill writes what `harness frameworks new` writes into an adapter's folder.
func fill(t *testing.T, folder string) {
	t.Helper()
	const scaffold = "../scaffolds/framework"
	files, err := filepath.Glob(scaffold + "/files/apps/{{name}}/*")
	if err != nil || len(files) == 0 {
		t.Fatal("it has no files: ", err)
	}
	for _, file := range files {
		write(t, filepath.Join(folder, "apps", begun, filepath.Base(file)), filled(read(t, file)))
	}
	var instructions struct {
		Lines []struct{ File, Before, Text string }
	}
	if err := json.Unmarshal([]byte(read(t, scaffold+"/scaffold.json")), &instructions); err != nil {
		t.Fatal(err)
	}
	for _, line := range instructions.Lines {
		path := filepath.Join(folder, line.File)
		lines := strings.Split(read(t, path), "\n")
		place := 0
		for !strings.HasPrefix(strings.TrimSpace(lines[place]), line.Before) {
			place++
		}
		lines[place] = filled(line.Text) + "\n" + lines[place]
		write(t, path, strings.Join(lines, "\n"))
	}
}

func TestAFrameworkThatIsBegunIsTheLastOneAndServes(t *testing.T) {
	folder := t.TempDir()
	parts, _ := filepath.Glob("../[a-z]*")
	copied := exec.Command("cp", append([]string{"-a", "-t", folder}, parts...)...)
	if output, err := copied.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	fill(t, folder)
	if output, err := exec.Command("gofmt", "-l", folder+"/main.go", folder+"/apps").CombinedOutput(); err != nil || len(output) > 0 {
		t.Errorf("not as gofmt writes it: %s %v", output, err)
	}
	t.Setenv("HARNESS_BUILD_DIR", absolute("../.build/begun")) // stays, for the next time
	adapter := converse(t, exec.Command(folder+"/adapter"))
	frameworks := adapter.description["frameworks"].([]any)
	if last := frameworks[len(frameworks)-1].(object); last["name"] != begun {
		t.Error(last)
	}
	app := adapter.started(object{"framework": begun})
	if health := get(t, app, "/health"); health != `{"status":"ok"}` {
		t.Error(health)
	}
	exchange := exchange{path: "/json/small", kind: "application/json", body: small}
	if status, _, value := exchange.send(t, app); status != 200 || value.(object)["name"] != "grün 😀" {
		t.Errorf("status %d, %v", status, value)
	}
}
