// Package handlers has the workloads as handlers of net/http, for the frameworks that route to such.
package handlers

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"harness/apps/contract"
)

func answer(writer http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(writer, err.Error(), http.StatusInternalServerError)
		return
	}
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(status)
	writer.Write(body)
}

func refuse(writer http.ResponseWriter, status int, err error) {
	answer(writer, status, map[string]string{"error": err.Error()})
}

// valid answers a model that keeps its rules.
func valid(writer http.ResponseWriter, model any) {
	if err := contract.Validate(model); err != nil {
		refuse(writer, http.StatusUnprocessableEntity, err)
		return
	}
	answer(writer, http.StatusOK, model)
}

// Health tells that the app serves.
func Health(writer http.ResponseWriter, _ *http.Request) {
	answer(writer, http.StatusOK, map[string]string{"status": "ok"})
}

// NotFound answers paths that there are not.
func NotFound(writer http.ResponseWriter, _ *http.Request) {
	answer(writer, http.StatusNotFound, map[string]string{"error": "not found"})
}

// JSON answers a body parsed and serialised again.
func JSON(writer http.ResponseWriter, request *http.Request) {
	var body any
	if err := contract.DecodeJSON(request.Body, &body); err != nil {
		refuse(writer, http.StatusBadRequest, err)
		return
	}
	answer(writer, http.StatusOK, body)
}

// ValidJSON does so with a body that is a Model.
func ValidJSON[Model any](writer http.ResponseWriter, request *http.Request) {
	var model Model
	if err := contract.DecodeJSON(request.Body, &model); err != nil {
		refuse(writer, http.StatusBadRequest, err)
		return
	}
	valid(writer, &model)
}

func count(writer http.ResponseWriter, request *http.Request) (counts contract.Counts, isForm bool) {
	if err := request.ParseMultipartForm(contract.FormMemory); err != nil {
		refuse(writer, http.StatusBadRequest, err)
		return counts, false
	}
	return contract.Count(request.MultipartForm), true
}

// Multipart counts the files and fields of a form.
func Multipart(writer http.ResponseWriter, request *http.Request) {
	if counts, isForm := count(writer, request); isForm {
		answer(writer, http.StatusOK, counts)
	}
}

// ValidMultipart does so with a form that has a file.
func ValidMultipart(writer http.ResponseWriter, request *http.Request) {
	counts, isForm := count(writer, request)
	if isForm && counts.Files == 0 {
		refuse(writer, http.StatusUnprocessableEntity, contract.ErrNoFile)
	} else if isForm {
		answer(writer, http.StatusOK, counts)
	}
}

// Form answers all fields.
func Form(writer http.ResponseWriter, request *http.Request) {
	if err := request.ParseForm(); err != nil {
		refuse(writer, http.StatusBadRequest, err)
		return
	}
	answer(writer, http.StatusOK, contract.Fields(request.PostForm))
}

// ValidForm answers the fields of a Model, typed.
func ValidForm[Model any](writer http.ResponseWriter, request *http.Request) {
	if err := request.ParseForm(); err != nil {
		refuse(writer, http.StatusBadRequest, err)
		return
	}
	bindValid[Model](writer, request.PostForm)
}

// Query answers all parameters.
func Query(writer http.ResponseWriter, request *http.Request) {
	answer(writer, http.StatusOK, contract.Fields(request.URL.Query()))
}

// ValidQuery answers the parameters of a Model, typed.
func ValidQuery[Model any](writer http.ResponseWriter, request *http.Request) {
	bindValid[Model](writer, request.URL.Query())
}

func bindValid[Model any](writer http.ResponseWriter, values map[string][]string) {
	var model Model
	if err := contract.Bind(values, &model); err != nil {
		refuse(writer, http.StatusUnprocessableEntity, err)
		return
	}
	valid(writer, &model)
}

// Path is a handler of paths that looks parameters up by their names.
type Path func(writer http.ResponseWriter, parameter func(name string) string)

// TextPath answers parameters as they are.
func TextPath(names ...string) Path {
	return func(writer http.ResponseWriter, parameter func(string) string) {
		texts := make(map[string]string, len(names))
		for _, name := range names {
			texts[name] = parameter(name)
		}
		answer(writer, http.StatusOK, texts)
	}
}

// IntegerPath answers a number.
func IntegerPath(writer http.ResponseWriter, parameter func(string) string) {
	id, err := strconv.ParseInt(parameter("id"), 10, 64)
	if err != nil {
		refuse(writer, http.StatusBadRequest, err)
		return
	}
	answer(writer, http.StatusOK, map[string]int64{"id": id})
}

// UUIDPath answers a UUID in lower case.
func UUIDPath(writer http.ResponseWriter, parameter func(string) string) {
	answer(writer, http.StatusOK, map[string]string{"uuid": strings.ToLower(parameter("uuid"))})
}

// ValidPath answers the parameters of a Model, typed.
func ValidPath[Model any](names ...string) Path {
	return func(writer http.ResponseWriter, parameter func(string) string) {
		values := make(map[string][]string, len(names))
		for _, name := range names {
			values[name] = []string{parameter(name)}
		}
		bindValid[Model](writer, values)
	}
}
