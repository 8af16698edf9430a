package sdk

import (
	"bytes"
	"encoding/json"
	"os"
	"strconv"
	"sync"
	"syscall"
	"unicode/utf8"
)

// MaximumBytes is what a line may have without its end.
const MaximumBytes = 16 << 20

// maximumDepth is how many levels of arrays and objects a line may have.
const maximumDepth = 512

// ClaimStdout returns a descriptor for messages; from now on descriptor 1 is standard error (rule T2).
func ClaimStdout() (*os.File, error) {
	wire, err := syscall.Dup(1)
	if err != nil {
		return nil, err
	}
	syscall.CloseOnExec(wire)
	return os.NewFile(uintptr(wire), "wire"), syscall.Dup3(2, 1, 0)
}

// Message is a JSON-RPC message; names are exact, which encoding/json's structs would not be.
type Message map[string]json.RawMessage

// Parse returns the message in a line, or an error when it is none.
func Parse(line []byte) (Message, *Error) {
	switch {
	case len(line) > MaximumBytes:
		return nil, Errorf(ParseError, "the line is not JSON: it is longer than %d MiB", MaximumBytes>>20)
	case !utf8.Valid(line):
		return nil, Errorf(ParseError, "the line is not JSON: it is not UTF-8")
	case depth(line) > maximumDepth:
		return nil, Errorf(ParseError, "the line is not JSON: it has more than %d levels", maximumDepth)
	case !json.Valid(line):
		return nil, Errorf(ParseError, "the line is not JSON")
	}
	var message Message
	if json.Unmarshal(line, &message) != nil || !message.isWhole() {
		return nil, Errorf(InvalidRequest, "the line is not a JSON-RPC message")
	}
	return message, nil
}

// depth is how many levels of arrays and objects a text has, if it is JSON.
func depth(text []byte) int {
	level, deepest, isText := 0, 0, false
	for index := 0; index < len(text); index++ {
		switch character := text[index]; {
		case isText && character == '\\':
			index++
		case character == '"':
			isText = !isText
		case isText:
		case character == '[' || character == '{':
			if level++; level > deepest {
				deepest = level
			}
		case character == ']' || character == '}':
			level--
		}
	}
	return deepest
}

func (m Message) isWhole() bool {
	if _, hasMethod := m["method"]; hasMethod {
		_, isText := m.Method()
		id := m["id"]
		return isText && (id == nil || bytes.IndexByte([]byte(`"-0123456789n`), id[0]) >= 0)
	}
	return m["result"] != nil || m["error"] != nil
}

// Method is the message's method; false when it has none that is a text.
func (m Message) Method() (string, bool) {
	var method *string
	err := json.Unmarshal(m["method"], &method)
	if err != nil || method == nil {
		return "", false
	}
	return *method, true
}

// ID is the id to answer with; a number that no double holds becomes null.
func (m Message) ID() json.RawMessage {
	id := m["id"]
	if id[0] != '"' {
		if _, err := strconv.ParseFloat(string(id), 64); err != nil {
			return json.RawMessage("null")
		}
	}
	return id
}

// LineFramer cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out.
//
// A line that is too long is known by its length: of what is beyond the limit one byte is kept, or two.
type LineFramer struct {
	pending []byte
}

// Feed returns the lines that the bytes complete.
func (f *LineFramer) Feed(data []byte) [][]byte {
	var lines [][]byte
	for {
		part, rest, isEnded := bytes.Cut(data, []byte{'\n'})
		if room := MaximumBytes + 2 - len(f.pending); len(part) > room {
			part = part[:room]
		}
		f.pending = append(f.pending, part...)
		if !isEnded {
			return lines
		}
		if line := bytes.TrimSuffix(f.pending, []byte{'\r'}); len(line) > 0 {
			lines = append(lines, line)
		}
		f.pending, data = nil, rest
	}
}

// Writer writes messages whole, from any goroutine.
type Writer struct {
	mutex sync.Mutex
	wire  *os.File
}

// NewWriter returns a writer to the wire.
func NewWriter(wire *os.File) *Writer { return &Writer{wire: wire} }

// Serialise returns the message as a line, its end included.
func Serialise(message any) ([]byte, error) {
	line, err := json.Marshal(message)
	return append(line, '\n'), err
}

// A host that is gone is no reason to fail: the end of our input says so too.
func (w *Writer) send(message any) {
	line, err := Serialise(message)
	if err != nil {
		panic(err)
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.wire.Write(line)
}

func (w *Writer) notify(method string, params any) {
	w.send(struct {
		Version string `json:"jsonrpc"`
		Method  string `json:"method"`
		Params  any    `json:"params"`
	}{"2.0", method, params})
}

// answer sends what a request led to; without a result, the error.
func (w *Writer) answer(id json.RawMessage, result any, err *Error) {
	answer := struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Result  any             `json:"result,omitempty"`
		Error   *Error          `json:"error,omitempty"`
	}{"2.0", id, result, err}
	if err != nil {
		answer.Result = nil
	}
	w.send(answer)
}
