// The workload contract with gin.
package main

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-contrib/sse"
	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"
	"github.com/go-playground/validator/v10"

	"harness/apps/contract"
	"harness/apps/handlers"
)

func refuse(context *gin.Context, status int, err error) {
	context.AbortWithStatusJSON(status, gin.H{"error": err.Error()})
}

func notFound(context *gin.Context) {
	context.JSON(http.StatusNotFound, gin.H{"error": "not found"})
}

func json(context *gin.Context) {
	var body any
	if err := context.ShouldBindJSON(&body); err != nil {
		refuse(context, http.StatusBadRequest, err)
		return
	}
	context.JSON(http.StatusOK, body)
}

func multipart(context *gin.Context) {
	form, err := context.MultipartForm()
	if err != nil {
		refuse(context, http.StatusBadRequest, err)
		return
	}
	context.JSON(http.StatusOK, contract.Count(form))
}

func validMultipart(context *gin.Context) {
	form, err := context.MultipartForm()
	if err != nil {
		refuse(context, http.StatusBadRequest, err)
		return
	}
	if len(form.File) == 0 {
		refuse(context, http.StatusUnprocessableEntity, contract.ErrNoFile)
		return
	}
	context.JSON(http.StatusOK, contract.Count(form))
}

func form(context *gin.Context) {
	if err := context.Request.ParseForm(); err != nil {
		refuse(context, http.StatusBadRequest, err)
		return
	}
	context.JSON(http.StatusOK, contract.Fields(context.Request.PostForm))
}

func query(context *gin.Context) {
	context.JSON(http.StatusOK, contract.Fields(context.Request.URL.Query()))
}

func textPath(context *gin.Context) {
	texts := make(map[string]string, len(context.Params))
	for _, parameter := range context.Params {
		texts[parameter.Key] = parameter.Value
	}
	context.JSON(http.StatusOK, texts)
}

func integerPath(context *gin.Context) {
	id, err := strconv.ParseInt(context.Param("id"), 10, 64)
	if err != nil {
		refuse(context, http.StatusBadRequest, err)
		return
	}
	context.JSON(http.StatusOK, gin.H{"id": id})
}

func uuidPath(context *gin.Context) {
	context.JSON(http.StatusOK, gin.H{"uuid": strings.ToLower(context.Param("uuid"))})
}

// events sends events one by one; gin's SSEvent would give them no id.
func events(context *gin.Context) {
	events := contract.NewEvents(context.Query, context.GetHeader, context.Request.Context().Done())
	defer events.Stop()
	context.Header("Content-Type", contract.EventStream)
	context.Stream(func(io.Writer) bool {
		isDue := events.Next()
		if isDue {
			context.Render(-1, sse.Event{Id: strconv.Itoa(events.Number), Event: "tick", Data: gin.H{"seq": events.Number}})
		}
		return isDue
	})
}

// valid answers what gin has bound to a Model, whose rules it checks.
func valid[Model any](bind func(context *gin.Context, model any) error) gin.HandlerFunc {
	return func(context *gin.Context) {
		var model Model
		if err := bind(context, &model); err != nil {
			refuse(context, http.StatusUnprocessableEntity, err)
			return
		}
		context.JSON(http.StatusOK, &model)
	}
}

var (
	fromJSON  = (*gin.Context).ShouldBindJSON
	fromQuery = (*gin.Context).ShouldBindQuery
	fromPath  = (*gin.Context).ShouldBindUri
	fromForm  = func(context *gin.Context, model any) error { return context.ShouldBindWith(model, binding.FormPost) }
)

func raw(router gin.IRoutes) {
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
	router.GET("/ws", gin.WrapF(handlers.Socket))
}

func validated(router gin.IRoutes) {
	router.POST("/json/small", valid[contract.Small](fromJSON))
	router.POST("/json/medium", valid[contract.Medium](fromJSON))
	router.POST("/json/large", valid[contract.Large](fromJSON))
	router.POST("/json/very-large", valid[contract.VeryLarge](fromJSON))
	for _, size := range []string{"small", "medium", "large"} {
		router.POST("/multipart/"+size, validMultipart)
	}
	router.POST("/urlencoded/simple", valid[contract.SimpleForm](fromForm))
	router.POST("/urlencoded/medium", valid[contract.MediumForm](fromForm))
	router.POST("/urlencoded/complex", valid[contract.ComplexForm](fromForm))
	router.GET("/query/few", valid[contract.FewQuery](fromQuery))
	router.GET("/query/medium", valid[contract.MediumQuery](fromQuery))
	router.GET("/query/many", valid[contract.ManyQuery](fromQuery))
	router.GET("/path/simple/:id", valid[contract.SimplePath](fromPath))
	router.GET("/path/multiple/:user_id/:post_id", valid[contract.MultiplePath](fromPath))
	router.GET("/path/deep/:org/:team/:project/:resource/:id", valid[contract.DeepPath](fromPath))
	router.GET("/path/int/:id", valid[contract.IntegerPath](fromPath))
	router.GET("/path/uuid/:uuid", valid[contract.UUIDPath](fromPath))
	router.GET("/path/date/:date", valid[contract.DatePath](fromPath))
}

func main() {
	gin.SetMode(gin.ReleaseMode)
	binding.EnableDecoderDisallowUnknownFields = true
	contract.Rules(binding.Validator.Engine().(*validator.Validate))
	router := gin.New()
	router.Use(gin.Recovery()) // with a request log this is what gin.Default has
	router.UseRawPath = true   // a slash that is escaped is none between parameters
	router.NoRoute(notFound)
	router.GET("/health", func(context *gin.Context) { context.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	raw(router)
	validated(router.Group("/validated"))
	contract.ServeHTTP(router)
}
