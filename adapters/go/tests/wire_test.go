package tests

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"harness/sdk"
)

// hostile is a framework that prints wherever it can.
type hostile struct{}

func (hostile) Description() sdk.Description {
	return sdk.Description{Name: "hostile", Description: "prints"}
}

func (hostile) Prepare(func(string)) (sdk.Versions, error) {
	fmt.Println("from the framework")
	os.WriteFile("/proc/self/fd/1", []byte("raw bytes\n"), 0)
	child := exec.Command("echo", "from a child")
	child.Stdout = os.Stdout
	return sdk.Versions{Server: "s"}, child.Run()
}

func (hostile) Launch() sdk.Launch { return sdk.Launch{Command: []string{"false"}} }

func hostileAdapter() {
	server := sdk.Server{Identity: sdk.Identity{Name: "hostile"}, Frameworks: []sdk.Framework{hostile{}}}
	server.Run()
}

// lineCase is a line of the specification and the answer to it.
type lineCase struct {
	What   string
	Line   []json.RawMessage
	Answer *struct {
		ID   any
		Code any
		Says string
	}
}

// bytes is the line, its end included.
func (c lineCase) bytes(t *testing.T) []byte {
	var line []byte
	for _, raw := range c.Line {
		part := struct {
			Text, Hex string
			Times     int
		}{Times: 1}
		if json.Unmarshal(raw, &part.Text) != nil {
			if err := json.Unmarshal(raw, &part); err != nil {
				t.Fatal(err)
			}
		}
		digits, err := hex.DecodeString(part.Hex)
		if err != nil {
			t.Fatal(err)
		}
		line = append(line, strings.Repeat(strings.ReplaceAll(part.Text, "FRAMEWORK", "hostile"), part.Times)...)
		line = append(line, digits...)
	}
	return append(line, '\n')
}

func cases(t *testing.T) []lineCase {
	text, err := os.ReadFile(specification + "/lines.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []lineCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestEveryLineHasTheAnswerOfTheSpecificationAndStrayOutputIsHarmless(t *testing.T) {
	// As long pieces as a pipe takes, and single bytes of all but the longest lines.
	for _, longest := range []int{1 << 30, 1} {
		command := playing("hostile adapter")
		input, _ := command.StdinPipe()
		output, _ := command.StdoutPipe()
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			defer input.Close()
			last := []byte(`{"id":"prepare","method":"app/prepare","params":{"framework":"hostile"}}` + "\n")
			for _, one := range cases(t) {
				line := one.bytes(t)
				for size := longest; len(line) > 0 && len(line) < 1000; line = line[min(size, len(line)):] {
					input.Write(line[:min(size, len(line))])
				}
				input.Write(line)
			}
			input.Write(last)
			// The adapter ends with its input, whatever it does then.
			<-prepared
		}()
		answers := readAnswers(t, bufio.NewReaderSize(output, 1<<16))
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
		compare(t, answers)
	}
}

var prepared = make(chan struct{}, 1)

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}

func readAnswers(t *testing.T, output *bufio.Reader) []object {
	var answers []object
	for {
		line, err := output.ReadBytes('\n')
		if err != nil {
			return answers
		}
		var answer object
		if err := json.Unmarshal(line, &answer); err != nil {
			t.Fatalf("no message: %s", line)
		}
		if answer["id"] == "prepare" {
			prepared <- struct{}{}
		}
		answers = append(answers, answer)
	}
}

func compare(t *testing.T, answers []object) {
	var asked []lineCase
	for _, one := range cases(t) {
		if one.Answer != nil {
			asked = append(asked, one)
		}
	}
	if len(answers) != len(asked)+1 {
		t.Fatalf("%d answers to %d lines and a preparation", len(answers), len(asked))
	}
	for index, one := range asked {
		problem, _ := answers[index]["error"].(object)
		message, _ := problem["message"].(string)
		if answers[index]["id"] != one.Answer.ID || problem["code"] != one.Answer.Code || !strings.Contains(message, one.Answer.Says) {
			t.Errorf("%s: %v", one.What, answers[index])
		}
	}
	result, _ := answers[len(asked)]["result"].(object)
	if versions, _ := result["versions"].(object); versions["server"] != "s" {
		t.Errorf("prepared: %v", answers[len(asked)])
	}
}

func TestLinesAreFoundHoweverTheBytesArrive(t *testing.T) {
	stream := []byte("{\"a\":1}\r\n\n{\"b\":\"é\"}\n")
	expected := [][]byte{[]byte(`{"a":1}`), []byte(`{"b":"é"}`)}
	for size := 1; size <= len(stream); size++ {
		var framer sdk.LineFramer
		var found [][]byte
		for rest := stream; len(rest) > 0; rest = rest[min(size, len(rest)):] {
			found = append(found, framer.Feed(rest[:min(size, len(rest))])...)
		}
		if !reflect.DeepEqual(found, expected) {
			t.Errorf("in pieces of %d: %q", size, found)
		}
	}
}

func TestOfALineThatIsTooLongNoMoreIsKeptThanTellsSo(t *testing.T) {
	var framer sdk.LineFramer
	for count := 0; count < 300; count++ {
		framer.Feed(bytes.Repeat([]byte("x"), 1<<16))
	}
	lines := framer.Feed([]byte("\n{}\n"))
	if len(lines) != 2 || len(lines[0]) != sdk.MaximumBytes+2 || string(lines[1]) != "{}" {
		t.Errorf("%d lines, the first of %d bytes", len(lines), len(lines[0]))
	}
}

func TestTheSharedExamplesAreMessages(t *testing.T) {
	files, _ := filepath.Glob(specification + "/examples/*/*.json")
	if len(files) < 15 {
		t.Fatalf("only %d examples", len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		message, problem := sdk.Parse(text)
		if problem != nil {
			t.Fatalf("%s: %v", file, problem)
		}
		kind := filepath.Base(filepath.Dir(file))
		_, hasMethod := message.Method()
		if hasMethod != (strings.HasSuffix(kind, "Request") || strings.HasSuffix(kind, "Notification")) {
			t.Errorf("%s: has a method: %v", file, hasMethod)
		}
		line, err := sdk.Serialise(message)
		if err != nil {
			t.Fatal(err)
		}
		again, problem := sdk.Parse(line[:len(line)-1])
		if problem != nil || !reflect.DeepEqual(compacted(t, again), compacted(t, message)) {
			t.Errorf("%s: becomes %s", file, line)
		}
	}
}

func compacted(t *testing.T, message sdk.Message) object {
	text, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	var value object
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
