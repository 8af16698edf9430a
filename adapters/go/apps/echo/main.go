// The workload contract with echo.
package main

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"harness/apps/contract"
	"harness/apps/handlers"
)

// binder reads JSON strictly, and everything else as echo does.
type binder struct {
	echo.DefaultBinder
}

func (b *binder) Bind(target any, context echo.Context) error {
	if !strings.HasPrefix(context.Request().Header.Get(echo.HeaderContentType), echo.MIMEApplicationJSON) {
		return b.DefaultBinder.Bind(target, context)
	}
	if err := contract.DecodeJSON(context.Request().Body, target); err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, err.Error())
	}
	return nil
}

// rules are what echo has validated with.
type rules struct{}

func (rules) Validate(model any) error {
	if err := contract.Validate(model); err != nil {
		return echo.NewHTTPError(http.StatusUnprocessableEntity, err.Error())
	}
	return nil
}

// unescaped has parameters of paths as they are meant, where echo leaves them escaped.
func unescaped(next echo.HandlerFunc) echo.HandlerFunc {
	return func(context echo.Context) error {
		values := context.ParamValues()
		for index, value := range values {
			values[index] = contract.PathText(context.Request(), value)
		}
		context.SetParamValues(values...)
		return next(context)
	}
}

func json(context echo.Context) error {
	var body any
	if err := context.Bind(&body); err != nil {
		return err
	}
	return context.JSON(http.StatusOK, body)
}

func count(context echo.Context) (contract.Counts, error) {
	form, err := context.MultipartForm()
	if err != nil {
		return contract.Counts{}, echo.NewHTTPError(http.StatusBadRequest, err.Error())
	}
	return contract.Count(form), nil
}

func multipart(context echo.Context) error {
	counts, err := count(context)
	if err != nil {
		return err
	}
	return context.JSON(http.StatusOK, counts)
}

func validMultipart(context echo.Context) error {
	counts, err := count(context)
	if err == nil && counts.Files == 0 {
		err = echo.NewHTTPError(http.StatusUnprocessableEntity, contract.ErrNoFile.Error())
	}
	if err != nil {
		return err
	}
	return context.JSON(http.StatusOK, counts)
}

func form(context echo.Context) error {
	fields, err := context.FormParams()
	if err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, err.Error())
	}
	return context.JSON(http.StatusOK, contract.Fields(fields))
}

func query(context echo.Context) error {
	return context.JSON(http.StatusOK, contract.Fields(context.QueryParams()))
}

func textPath(context echo.Context) error {
	texts := make(map[string]string)
	for _, name := range context.ParamNames() {
		texts[name] = context.Param(name)
	}
	return context.JSON(http.StatusOK, texts)
}

func integerPath(context echo.Context) error {
	id, err := strconv.ParseInt(context.Param("id"), 10, 64)
	if err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, err.Error())
	}
	return context.JSON(http.StatusOK, echo.Map{"id": id})
}

func uuidPath(context echo.Context) error {
	return context.JSON(http.StatusOK, echo.Map{"uuid": strings.ToLower(context.Param("uuid"))})
}

func events(context echo.Context) error {
	request, response := context.Request(), context.Response()
	events := contract.NewEvents(context.QueryParam, request.Header.Get, request.Context().Done())
	defer events.Stop()
	response.Header().Set(echo.HeaderContentType, contract.EventStream)
	for events.Next() {
		events.Send(response)
		response.Flush()
	}
	return nil
}

// valid answers what is bound to a Model and keeps its rules.
func valid[Model any](context echo.Context) error {
	var model Model
	if err := context.Bind(&model); err != nil {
		return err
	}
	if err := context.Validate(&model); err != nil {
		return err
	}
	return context.JSON(http.StatusOK, &model)
}

func raw(router *echo.Echo) {
	for _, size := range []string{"small", "medium", "large", "very-large"} {
		router.POST("/json/"+size, json)
	}
	for _, size := range []string{"small", "medium", "large"} {
		router.POST("/multipart/"+size, multipart)
	}
	for _, size := range []string{"simple", "medium", "complex"} {
		router.POST("/urlencoded/"+size, form)
	}
	for _, size := range []string{"few", "medium", "many"} {
		router.GET("/query/"+size, query)
	}
	router.GET("/path/simple/:id", textPath)
	router.GET("/path/multiple/:user_id/:post_id", textPath)
	router.GET("/path/deep/:org/:team/:project/:resource/:id", textPath)
	router.GET("/path/int/:id", integerPath)
	router.GET("/path/uuid/:uuid", uuidPath)
	router.GET("/path/date/:date", textPath)
	router.GET("/sse", events)
	router.GET("/ws", echo.WrapHandler(http.HandlerFunc(handlers.Socket)))
}

func validated(router *echo.Group) {
	router.POST("/json/small", valid[contract.Small])
	router.POST("/json/medium", valid[contract.Medium])
	router.POST("/json/large", valid[contract.Large])
	router.POST("/json/very-large", valid[contract.VeryLarge])
	for _, size := range []string{"small", "medium", "large"} {
		router.POST("/multipart/"+size, validMultipart)
	}
	router.POST("/urlencoded/simple", valid[contract.SimpleForm])
	router.POST("/urlencoded/medium", valid[contract.MediumForm])
	router.POST("/urlencoded/complex", valid[contract.ComplexForm])
	router.GET("/query/few", valid[contract.FewQuery])
	router.GET("/query/medium", valid[contract.MediumQuery])
	router.GET("/query/many", valid[contract.ManyQuery])
	router.GET("/path/simple/:id", valid[contract.SimplePath])
	router.GET("/path/multiple/:user_id/:post_id", valid[contract.MultiplePath])
	router.GET("/path/deep/:org/:team/:project/:resource/:id", valid[contract.DeepPath])
	router.GET("/path/int/:id", valid[contract.IntegerPath])
	router.GET("/path/uuid/:uuid", valid[contract.UUIDPath])
	router.GET("/path/date/:date", valid[contract.DatePath])
}

func main() {
	router := echo.New()
	router.Binder, router.Validator = &binder{}, rules{}
	router.Use(unescaped)
	router.GET("/health", func(context echo.Context) error { return context.JSON(http.StatusOK, echo.Map{"status": "ok"}) })
	raw(router)
	validated(router.Group("/validated"))
	contract.ServeHTTP(router)
}
