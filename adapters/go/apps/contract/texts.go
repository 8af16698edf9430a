package contract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Typed is a value that was read from the text of a query, a form or a path, more strictly than strconv would.
type Typed[Value int64 | float64 | bool] struct {
	value Value
}

// The types of parameters; what else there is are strings with a rule.
type (
	Integer = Typed[int64]
	Float   = Typed[float64]
	Boolean = Typed[bool]
)

var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// UnmarshalText reads a decimal number, `true` or `false`.
func (t *Typed[Value]) UnmarshalText(text []byte) (err error) {
	switch value := any(&t.value).(type) {
	case *int64:
		*value, err = strconv.ParseInt(string(text), 10, 64)
	case *float64:
		if !decimal.Match(text) {
			return fmt.Errorf("`%s` is no decimal number", text)
		}
		*value, err = strconv.ParseFloat(string(text), 64)
	case *bool:
		if *value = string(text) == "true"; !*value && string(text) != "false" {
			return fmt.Errorf("`%s` is neither true nor false", text)
		}
	}
	return err
}

// UnmarshalJSON is what gin gives the text of a parameter to.
func (t *Typed[Value]) UnmarshalJSON(text []byte) error { return t.UnmarshalText(text) }

// MarshalJSON writes the value as the JSON number or boolean that it is.
func (t Typed[Value]) MarshalJSON() ([]byte, error) {
	switch value := any(t.value).(type) {
	case int64:
		return strconv.AppendInt(nil, value, 10), nil
	case float64:
		return strconv.AppendFloat(nil, value, 'f', -1, 64), nil
	default:
		return strconv.AppendBool(nil, value.(bool)), nil
	}
}

// UUID is answered in lower case.
type UUID string

// MarshalText writes it in lower case.
func (u UUID) MarshalText() ([]byte, error) { return []byte(strings.ToLower(string(u))), nil }

// DateTime is one of RFC 3339, answered in UTC.
type DateTime string

// MarshalText writes it in UTC.
func (d DateTime) MarshalText() ([]byte, error) {
	moment, err := time.Parse(time.RFC3339, string(d))
	return moment.UTC().AppendFormat(nil, time.RFC3339), err
}
