// The Go adapter of harness: builds and starts Go web frameworks.
//
// A framework is a folder in apps/ and an entry of `frameworks`; the first one is the default.
package main

import (
	"harness/agent"
	"harness/sdk"
)

var frameworks = []sdk.Framework{
	program{name: "nethttp", description: "net/http, routed by http.ServeMux"},
	program{name: "gin", description: "gin on net/http, with its own binding and validation",
		module: "github.com/gin-gonic/gin", debianPackage: "golang-github-gin-gonic-gin-dev",
		deviations: []sdk.Deviation{firstValueOnly}},
	program{name: "echo", description: "echo on net/http, with its own binding",
		module: "github.com/labstack/echo", debianPackage: "golang-github-labstack-echo-dev"},
	program{name: "chi", description: "chi on net/http",
		module: "github.com/go-chi/chi", debianPackage: "golang-github-go-chi-chi-dev"},
	program{name: "fasthttp", description: "fasthttp, routed by hand", isServer: true,
		module: "github.com/valyala/fasthttp", debianPackage: "golang-github-valyala-fasthttp-dev"},
}

func main() {
	server := sdk.Server{
		Identity:   sdk.Identity{Name: "go", Version: "1", Runtime: toolchain()},
		Frameworks: frameworks,
		Metrics:    agent.Metrics,
		IsProfiled: true,
	}
	server.Run()
}
