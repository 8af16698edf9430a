package contract

import (
	"encoding"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

// PathText is a parameter of a path as a router has it that takes the escaped path where there is one.
func PathText(request *http.Request, text string) string {
	if request.URL.RawPath != "" {
		if plain, err := url.PathUnescape(text); err == nil {
			return plain
		}
	}
	return text
}

// PathParameters are the escaped segments of a path by their names; false where they are too few, too many or no text.
func PathParameters(names, segments []string) (map[string]string, bool) {
	if len(segments) != len(names) {
		return nil, false
	}
	parameters := make(map[string]string, len(names))
	for index, name := range names {
		text, err := url.PathUnescape(segments[index])
		if err != nil || text == "" {
			return nil, false
		}
		parameters[name] = text
	}
	return parameters, true
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
