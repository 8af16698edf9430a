package main

import "harness/sdk"

var (
	validatedJSON = []string{"json-small-validated", "json-medium-validated", "json-large-validated", "json-very-large-validated"}
	rawJSON       = []string{"json-small", "json-medium", "json-large", "json-very-large"}
)

// namesInAnyCase is how encoding/json, with which all of these frameworks read JSON, finds a struct's fields.
var namesInAnyCase = sdk.Deviation{
	ID:          "json-names-in-any-case",
	Description: "encoding/json takes a property whose name differs from a declared one in upper and lower case alone for that one",
	Workloads:   validatedJSON,
}

// firstValueOnly is how gin binds JSON.
var firstValueOnly = sdk.Deviation{
	ID:          "json-first-value-only",
	Description: "gin's ShouldBindJSON reads one JSON value and does not look at what follows it",
	Workloads:   append(rawJSON, validatedJSON...),
}
