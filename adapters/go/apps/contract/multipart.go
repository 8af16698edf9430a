package contract

import (
	"errors"
	"mime/multipart"
)

// Counts is what is answered to a multipart form.
type Counts struct {
	Files  int   `json:"files_received"`
	Fields int   `json:"fields_received"`
	Bytes  int64 `json:"total_bytes"`
}

// FormMemory is how much of a multipart form is kept in memory, as net/http itself has it.
const FormMemory = 32 << 20

// Count counts the files and fields of a form.
func Count(form *multipart.Form) (counts Counts) {
	for _, values := range form.Value {
		counts.Fields += len(values)
	}
	for _, files := range form.File {
		counts.Files += len(files)
		for _, file := range files {
			counts.Bytes += file.Size
		}
	}
	return counts
}

// ErrNoFile refuses a form without a file.
var ErrNoFile = errors.New("the form has no file")
