package sdk

import "fmt"

// The protocol's error codes.
const (
	ParseError          = -32700
	InvalidRequest      = -32600
	MethodNotFound      = -32601
	InvalidParams       = -32602
	InternalError       = -32603
	UnknownFramework    = -32001
	PrepareFailed       = -32002
	StartFailed         = -32003
	PortRangeFull       = -32004
	UnknownApp          = -32005
	ProfilerUnavailable = -32006
	UnsupportedVersion  = -32010
)

// Error is an error as it goes over the wire: the message says what failed and on what, the hint what would help.
type Error struct {
	Code    int        `json:"code"`
	Message string     `json:"message"`
	Data    *ErrorData `json:"data,omitempty"`
}

// ErrorData is what an error may add to its message.
type ErrorData struct {
	Hint string `json:"hint,omitempty"`
	// Stderr is nil where there is no program; of one that wrote nothing it is empty.
	Stderr *[]string `json:"stderr,omitempty"`
}

// Errorf is an error of the protocol.
func Errorf(code int, format string, values ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, values...)}
}

func (e *Error) Error() string { return e.Message }

func (e *Error) data() *ErrorData {
	if e.Data == nil {
		e.Data = &ErrorData{}
	}
	return e.Data
}

// Hint adds what would help.
func (e *Error) Hint(hint string) *Error {
	e.data().Hint = hint
	return e
}

// Stderr adds the last lines of a program.
func (e *Error) Stderr(lines []string) *Error {
	e.data().Stderr = &lines
	return e
}
