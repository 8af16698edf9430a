// The workload contract with chi.
package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"harness/apps/contract"
	"harness/apps/handlers"
)

// path gives a handler chi's parameters, which are escaped where the path they are from is.
func path(handle handlers.Path) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		handle(writer, func(name string) string {
			return contract.PathText(request, chi.URLParam(request, name))
		})
	}
}

func raw(router chi.Router) {
	router.Post("/json/{size:small|medium|large|very-large}", handlers.JSON)
	router.Post("/multipart/{size:small|medium|large}", handlers.Multipart)
	router.Post("/urlencoded/{size:simple|medium|complex}", handlers.Form)
	router.Get("/query/{size:few|medium|many}", handlers.Query)
	router.Route("/path", func(router chi.Router) {
		router.Get("/simple/{id}", path(handlers.TextPath("id")))
		router.Get("/multiple/{user_id}/{post_id}", path(handlers.TextPath("user_id", "post_id")))
		router.Get("/deep/{org}/{team}/{project}/{resource}/{id}", path(handlers.TextPath("org", "team", "project", "resource", "id")))
		router.Get("/int/{id}", path(handlers.IntegerPath))
		router.Get("/uuid/{uuid}", path(handlers.UUIDPath))
		router.Get("/date/{date}", path(handlers.TextPath("date")))
	})
	router.Get("/sse", handlers.Events)
	router.Get("/ws", handlers.Socket)
}

func validated(router chi.Router) {
	router.Post("/json/small", handlers.ValidJSON[contract.Small])
	router.Post("/json/medium", handlers.ValidJSON[contract.Medium])
	router.Post("/json/large", handlers.ValidJSON[contract.Large])
	router.Post("/json/very-large", handlers.ValidJSON[contract.VeryLarge])
	router.Post("/multipart/{size:small|medium|large}", handlers.ValidMultipart)
	router.Post("/urlencoded/simple", handlers.ValidForm[contract.SimpleForm])
	router.Post("/urlencoded/medium", handlers.ValidForm[contract.MediumForm])
	router.Post("/urlencoded/complex", handlers.ValidForm[contract.ComplexForm])
	router.Get("/query/few", handlers.ValidQuery[contract.FewQuery])
	router.Get("/query/medium", handlers.ValidQuery[contract.MediumQuery])
	router.Get("/query/many", handlers.ValidQuery[contract.ManyQuery])
	router.Route("/path", func(router chi.Router) {
		router.Get("/simple/{id}", path(handlers.ValidPath[contract.SimplePath]("id")))
		router.Get("/multiple/{user_id}/{post_id}", path(handlers.ValidPath[contract.MultiplePath]("user_id", "post_id")))
		router.Get("/deep/{org}/{team}/{project}/{resource}/{id}", path(handlers.ValidPath[contract.DeepPath]("org", "team", "project", "resource", "id")))
		router.Get("/int/{id}", path(handlers.ValidPath[contract.IntegerPath]("id")))
		router.Get("/uuid/{uuid}", path(handlers.ValidPath[contract.UUIDPath]("uuid")))
		router.Get("/date/{date}", path(handlers.ValidPath[contract.DatePath]("date")))
	})
}

func main() {
	router := chi.NewRouter()
	router.NotFound(handlers.NotFound)
	router.Get("/health", handlers.Health)
	raw(router)
	router.Route("/validated", validated)
	contract.ServeHTTP(router)
}
