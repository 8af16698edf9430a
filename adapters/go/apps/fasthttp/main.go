// The workload contract with fasthttp.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/valyala/fasthttp"

	"harness/apps/contract"
)

func answer(request *fasthttp.RequestCtx, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		request.Error(err.Error(), fasthttp.StatusInternalServerError)
		return
	}
	request.SetStatusCode(status)
	request.SetContentType("application/json")
	request.SetBody(body)
}

func refuse(request *fasthttp.RequestCtx, status int, err error) {
	answer(request, status, map[string]string{"error": err.Error()})
}

func notFound(request *fasthttp.RequestCtx) {
	answer(request, fasthttp.StatusNotFound, map[string]string{"error": "not found"})
}

func health(request *fasthttp.RequestCtx) {
	answer(request, fasthttp.StatusOK, map[string]string{"status": "ok"})
}

func rawJSON(request *fasthttp.RequestCtx) {
	var body any
	if err := contract.DecodeJSONBytes(request.PostBody(), &body); err != nil {
		refuse(request, fasthttp.StatusBadRequest, err)
		return
	}
	answer(request, fasthttp.StatusOK, body)
}

func validJSON[Model any](request *fasthttp.RequestCtx) {
	var model Model
	if err := contract.DecodeJSONBytes(request.PostBody(), &model); err != nil {
		refuse(request, fasthttp.StatusBadRequest, err)
		return
	}
	valid(request, &model)
}

// valid answers a model that keeps its rules.
func valid(request *fasthttp.RequestCtx, model any) {
	if err := contract.Validate(model); err != nil {
		refuse(request, fasthttp.StatusUnprocessableEntity, err)
		return
	}
	answer(request, fasthttp.StatusOK, model)
}

func multipart(request *fasthttp.RequestCtx) {
	form, err := request.MultipartForm()
	if err != nil {
		refuse(request, fasthttp.StatusBadRequest, err)
		return
	}
	answer(request, fasthttp.StatusOK, contract.Count(form))
}

func validMultipart(request *fasthttp.RequestCtx) {
	form, err := request.MultipartForm()
	if err != nil {
		refuse(request, fasthttp.StatusBadRequest, err)
		return
	}
	if len(form.File) == 0 {
		refuse(request, fasthttp.StatusUnprocessableEntity, contract.ErrNoFile)
		return
	}
	answer(request, fasthttp.StatusOK, contract.Count(form))
}

// values are all that a query or a form gives.
func values(arguments *fasthttp.Args) map[string][]string {
	given := make(map[string][]string, arguments.Len())
	arguments.VisitAll(func(name, value []byte) {
		given[string(name)] = append(given[string(name)], string(value))
	})
	return given
}

func form(request *fasthttp.RequestCtx) {
	answer(request, fasthttp.StatusOK, contract.Fields(values(request.PostArgs())))
}

func query(request *fasthttp.RequestCtx) {
	answer(request, fasthttp.StatusOK, contract.Fields(values(request.QueryArgs())))
}

func validForm[Model any](request *fasthttp.RequestCtx) {
	bindValid[Model](request, values(request.PostArgs()))
}

func validQuery[Model any](request *fasthttp.RequestCtx) {
	bindValid[Model](request, values(request.QueryArgs()))
}

func bindValid[Model any](request *fasthttp.RequestCtx, given map[string][]string) {
	var model Model
	if err := contract.Bind(given, &model); err != nil {
		refuse(request, fasthttp.StatusUnprocessableEntity, err)
		return
	}
	valid(request, &model)
}

func events(request *fasthttp.RequestCtx) {
	query := func(name string) string { return string(request.QueryArgs().Peek(name)) }
	field := func(name string) string { return string(request.Request.Header.Peek(name)) }
	events := contract.NewEvents(query, field, request.Done())
	request.SetContentType(contract.EventStream)
	request.SetBodyStreamWriter(func(writer *bufio.Writer) {
		defer events.Stop()
		for events.Next() {
			events.Send(writer)
			if writer.Flush() != nil {
				return // the reader has gone, which is not told before
			}
		}
	})
}

// pathHandler answers the parameters of a path.
type pathHandler func(request *fasthttp.RequestCtx, parameters map[string]string)

func textPath(request *fasthttp.RequestCtx, parameters map[string]string) {
	answer(request, fasthttp.StatusOK, parameters)
}

func integerPath(request *fasthttp.RequestCtx, parameters map[string]string) {
	id, err := strconv.ParseInt(parameters["id"], 10, 64)
	if err != nil {
		refuse(request, fasthttp.StatusBadRequest, err)
		return
	}
	answer(request, fasthttp.StatusOK, map[string]int64{"id": id})
}

func uuidPath(request *fasthttp.RequestCtx, parameters map[string]string) {
	answer(request, fasthttp.StatusOK, map[string]string{"uuid": strings.ToLower(parameters["uuid"])})
}

func validPath[Model any](request *fasthttp.RequestCtx, parameters map[string]string) {
	given := make(map[string][]string, len(parameters))
	for name, text := range parameters {
		given[name] = []string{text}
	}
	bindValid[Model](request, given)
}

// pathRoute is a path with parameters of these names.
type pathRoute struct {
	names  []string
	handle pathHandler
}

func (r pathRoute) serve(request *fasthttp.RequestCtx, segments []string) {
	if parameters, areWhole := contract.PathParameters(r.names, segments); areWhole {
		r.handle(request, parameters)
	} else {
		notFound(request)
	}
}

// split parts a path from its parameters: /path/simple/7 is /path/simple and 7.
func split(path string) (prefix string, parameters []string) {
	segments, depth := strings.Split(path, "/"), 3
	if strings.HasPrefix(path, "/validated/") {
		depth = 4
	}
	if len(segments) <= depth {
		return path, nil
	}
	return strings.Join(segments[:depth], "/"), segments[depth:]
}

// route finds the handler; fasthttp has no router of its own.
func route(request *fasthttp.RequestCtx) {
	path := string(request.URI().PathOriginal())
	switch {
	case request.IsPost():
		serve(posts[path], request)
	case request.IsGet() || request.IsHead():
		if prefix, parameters := split(path); paths[prefix].handle != nil {
			paths[prefix].serve(request, parameters)
		} else {
			serve(gets[path], request)
		}
	default:
		notFound(request)
	}
}

func serve(handle fasthttp.RequestHandler, request *fasthttp.RequestCtx) {
	if handle == nil {
		handle = notFound
	}
	handle(request)
}

var gets = map[string]fasthttp.RequestHandler{
	"/health":                 health,
	"/query/few":              query,
	"/query/medium":           query,
	"/query/many":             query,
	"/sse":                    events,
	"/validated/query/few":    validQuery[contract.FewQuery],
	"/validated/query/medium": validQuery[contract.MediumQuery],
	"/validated/query/many":   validQuery[contract.ManyQuery],
}

var posts = map[string]fasthttp.RequestHandler{
	"/json/small":                   rawJSON,
	"/json/medium":                  rawJSON,
	"/json/large":                   rawJSON,
	"/json/very-large":              rawJSON,
	"/multipart/small":              multipart,
	"/multipart/medium":             multipart,
	"/multipart/large":              multipart,
	"/urlencoded/simple":            form,
	"/urlencoded/medium":            form,
	"/urlencoded/complex":           form,
	"/validated/json/small":         validJSON[contract.Small],
	"/validated/json/medium":        validJSON[contract.Medium],
	"/validated/json/large":         validJSON[contract.Large],
	"/validated/json/very-large":    validJSON[contract.VeryLarge],
	"/validated/multipart/small":    validMultipart,
	"/validated/multipart/medium":   validMultipart,
	"/validated/multipart/large":    validMultipart,
	"/validated/urlencoded/simple":  validForm[contract.SimpleForm],
	"/validated/urlencoded/medium":  validForm[contract.MediumForm],
	"/validated/urlencoded/complex": validForm[contract.ComplexForm],
}

var paths = map[string]pathRoute{
	"/path/simple":             {[]string{"id"}, textPath},
	"/path/multiple":           {[]string{"user_id", "post_id"}, textPath},
	"/path/deep":               {[]string{"org", "team", "project", "resource", "id"}, textPath},
	"/path/int":                {[]string{"id"}, integerPath},
	"/path/uuid":               {[]string{"uuid"}, uuidPath},
	"/path/date":               {[]string{"date"}, textPath},
	"/validated/path/simple":   {[]string{"id"}, validPath[contract.SimplePath]},
	"/validated/path/multiple": {[]string{"user_id", "post_id"}, validPath[contract.MultiplePath]},
	"/validated/path/deep":     {[]string{"org", "team", "project", "resource", "id"}, validPath[contract.DeepPath]},
	"/validated/path/int":      {[]string{"id"}, validPath[contract.IntegerPath]},
	"/validated/path/uuid":     {[]string{"uuid"}, validPath[contract.UUIDPath]},
	"/validated/path/date":     {[]string{"date"}, validPath[contract.DatePath]},
}

// server is fasthttp's, whose shutdown has no limit of its own.
type server struct {
	*fasthttp.Server
}

func (s server) Shutdown(limit context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- s.Server.Shutdown() }()
	select {
	case err := <-ended:
		return err
	case <-limit.Done():
		return limit.Err()
	}
}

// malformed refuses what is no request, or has a multipart form that is none: fasthttp reads those before it calls a handler.
func malformed(request *fasthttp.RequestCtx, err error) {
	refuse(request, fasthttp.StatusBadRequest, err)
}

func main() {
	contract.Serve(server{&fasthttp.Server{Handler: route, ErrorHandler: malformed}})
}
