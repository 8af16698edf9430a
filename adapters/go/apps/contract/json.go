package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
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
