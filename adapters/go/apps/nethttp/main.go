// The workload contract with net/http.
package main

import (
	"net/http"
	"strings"

	"harness/apps/contract"
	"harness/apps/handlers"
)

// method lets requests of one method through, GET with HEAD; ServeMux routes by paths alone.
func method(name string, handle http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if request.Method == name || name == http.MethodGet && request.Method == http.MethodHead {
			handle(writer, request)
		} else {
			handlers.NotFound(writer, request)
		}
	}
}

// path registers a pattern such as /path/multiple/{user_id}/{post_id} by what it has before its parameters.
func path(mux *http.ServeMux, pattern string, handle handlers.Path) {
	prefix, rest, _ := strings.Cut(pattern, "{")
	names := strings.Split(strings.TrimSuffix(rest, "}"), "}/{")
	mux.HandleFunc(prefix, method(http.MethodGet, func(writer http.ResponseWriter, request *http.Request) {
		segments := strings.Split(strings.TrimPrefix(request.URL.EscapedPath(), prefix), "/")
		parameters, areWhole := contract.PathParameters(names, segments)
		if !areWhole {
			handlers.NotFound(writer, request)
			return
		}
		handle(writer, func(name string) string { return parameters[name] })
	}))
}

func raw(mux *http.ServeMux) {
	for _, size := range []string{"small", "medium", "large", "very-large"} {
		mux.HandleFunc("/json/"+size, method(http.MethodPost, handlers.JSON))
	}
	for _, size := range []string{"small", "medium", "large"} {
		mux.HandleFunc("/multipart/"+size, method(http.MethodPost, handlers.Multipart))
	}
	for _, size := range []string{"simple", "medium", "complex"} {
		mux.HandleFunc("/urlencoded/"+size, method(http.MethodPost, handlers.Form))
	}
	for _, size := range []string{"few", "medium", "many"} {
		mux.HandleFunc("/query/"+size, method(http.MethodGet, handlers.Query))
	}
	path(mux, "/path/simple/{id}", handlers.TextPath("id"))
	path(mux, "/path/multiple/{user_id}/{post_id}", handlers.TextPath("user_id", "post_id"))
	path(mux, "/path/deep/{org}/{team}/{project}/{resource}/{id}", handlers.TextPath("org", "team", "project", "resource", "id"))
	path(mux, "/path/int/{id}", handlers.IntegerPath)
	path(mux, "/path/uuid/{uuid}", handlers.UUIDPath)
	path(mux, "/path/date/{date}", handlers.TextPath("date"))
	mux.HandleFunc("/sse", method(http.MethodGet, handlers.Events))
	mux.HandleFunc("/ws", method(http.MethodGet, handlers.Socket))
}

func validated(mux *http.ServeMux) {
	post := func(pattern string, handle http.HandlerFunc) {
		mux.HandleFunc(pattern, method(http.MethodPost, handle))
	}
	get := func(pattern string, handle http.HandlerFunc) { mux.HandleFunc(pattern, method(http.MethodGet, handle)) }
	post("/validated/json/small", handlers.ValidJSON[contract.Small])
	post("/validated/json/medium", handlers.ValidJSON[contract.Medium])
	post("/validated/json/large", handlers.ValidJSON[contract.Large])
	post("/validated/json/very-large", handlers.ValidJSON[contract.VeryLarge])
	for _, size := range []string{"small", "medium", "large"} {
		post("/validated/multipart/"+size, handlers.ValidMultipart)
	}
	post("/validated/urlencoded/simple", handlers.ValidForm[contract.SimpleForm])
	post("/validated/urlencoded/medium", handlers.ValidForm[contract.MediumForm])
	post("/validated/urlencoded/complex", handlers.ValidForm[contract.ComplexForm])
	get("/validated/query/few", handlers.ValidQuery[contract.FewQuery])
	get("/validated/query/medium", handlers.ValidQuery[contract.MediumQuery])
	get("/validated/query/many", handlers.ValidQuery[contract.ManyQuery])
	path(mux, "/validated/path/simple/{id}", handlers.ValidPath[contract.SimplePath]("id"))
	path(mux, "/validated/path/multiple/{user_id}/{post_id}", handlers.ValidPath[contract.MultiplePath]("user_id", "post_id"))
	path(mux, "/validated/path/deep/{org}/{team}/{project}/{resource}/{id}", handlers.ValidPath[contract.DeepPath]("org", "team", "project", "resource", "id"))
	path(mux, "/validated/path/int/{id}", handlers.ValidPath[contract.IntegerPath]("id"))
	path(mux, "/validated/path/uuid/{uuid}", handlers.ValidPath[contract.UUIDPath]("uuid"))
	path(mux, "/validated/path/date/{date}", handlers.ValidPath[contract.DatePath]("date"))
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", handlers.NotFound)
	mux.HandleFunc("/health", method(http.MethodGet, handlers.Health))
	raw(mux)
	validated(mux)
	contract.ServeHTTP(mux)
}
