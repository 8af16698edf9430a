// Package contract is what the workload apps share, whatever their framework.
package contract

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

// DecodeJSON reads one JSON value, and nothing else, into a target that has all of its properties.
func DecodeJSON(body io.Reader, target any) error {
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the JSON value")
	}
	return nil
}

// DecodeJSONBytes is the same for a body that is there as a whole.
func DecodeJSONBytes(body []byte, target any) error { return DecodeJSON(bytes.NewReader(body), target) }

// PathText is a parameter of a path as a router has it that takes the escaped path where there is one.
func PathText(request *http.Request, text string) string {
	if request.URL.RawPath != "" {
		if plain, err := url.PathUnescape(text); err == nil {
			return plain
		}
	}
	return text
}

// Fields are values as strings, repeated names as arrays.
func Fields(values map[string][]string) map[string]any {
	fields := make(map[string]any, len(values))
	for name, texts := range values {
		if len(texts) == 1 {
			fields[name] = texts[0]
		} else {
			fields[name] = texts
		}
	}
	return fields
}

// Bind sets the fields of a struct from the texts of their JSON names, for frameworks that do not bind by themselves.
func Bind(values map[string][]string, target any) error {
	return bind(values, reflect.ValueOf(target).Elem())
}

func bind(values map[string][]string, model reflect.Value) error {
	for index := 0; index < model.NumField(); index++ {
		field := model.Type().Field(index)
		if field.Anonymous {
			if err := bind(values, model.Field(index)); err != nil {
				return err
			}
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if texts := values[name]; len(texts) > 0 {
			if err := set(model.Field(index), texts); err != nil {
				return errors.New(name + ": " + err.Error())
			}
		}
	}
	return nil
}

func set(field reflect.Value, texts []string) error {
	if unmarshaler, isTyped := field.Addr().Interface().(encoding.TextUnmarshaler); isTyped {
		return unmarshaler.UnmarshalText([]byte(texts[0]))
	}
	switch field.Kind() {
	case reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
		return set(field.Elem(), texts)
	case reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), len(texts), len(texts)))
		for index := range texts {
			if err := set(field.Index(index), texts[index:]); err != nil {
				return err
			}
		}
	default:
		field.SetString(texts[0])
	}
	return nil
}

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
