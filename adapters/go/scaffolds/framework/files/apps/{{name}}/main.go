// The workload contract with {{name}}, as far as it goes: what is served is served with net/http.
package main

// The package of {{name}} is imported here; where Debian has it is told in the line of {{name}} in the adapter's main.go, with
// `module` and `debianPackage`, as of the other frameworks: that is the version which is reported.
import (
	"net/http"

	"harness/apps/contract"
	"harness/apps/handlers"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", handlers.NotFound)
	mux.HandleFunc("/health", handlers.Health)
	mux.HandleFunc("/json/small", handlers.JSON)
	contract.ServeHTTP(mux)
}
