package contract

import (
	"reflect"
	"regexp"

	"github.com/go-playground/validator/v10"
)

var identifier = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

// Rules has a validator know the contract's tag, types and pattern.
func Rules(validate *validator.Validate) *validator.Validate {
	validate.SetTagName("validate")
	validate.RegisterCustomTypeFunc(valueOf, Integer{}, Float{}, Boolean{})
	isIdentifier := func(field validator.FieldLevel) bool { return identifier.MatchString(field.Field().String()) }
	if err := validate.RegisterValidation("identifier", isIdentifier); err != nil {
		panic(err)
	}
	return validate
}

func valueOf(field reflect.Value) any {
	switch typed := field.Interface().(type) {
	case Integer:
		return typed.value
	case Float:
		return typed.value
	default:
		return typed.(Boolean).value
	}
}

var validate = Rules(validator.New())

// Validate says which rule of its model a value breaks.
func Validate(model any) error { return validate.Struct(model) }
