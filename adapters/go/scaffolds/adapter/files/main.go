// The {{language}} adapter of harness: starts {{language}} web frameworks.
//
// A framework is a folder in apps/ and an entry of `frameworks`; the first one is the default. What is written in Go here is the
// adapter; the apps may be in any language.
package main

import (
	"harness/apps/http"
	"harness/sdk"
)

var frameworks = []sdk.Framework{
	http.Framework{},
}

func main() {
	server := sdk.Server{
		Identity:   sdk.Identity{Name: "{{name}}", Version: "1", Runtime: http.Runtime()},
		Frameworks: frameworks,
	}
	server.Run()
}
