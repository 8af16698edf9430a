// Package sdk is the adapter's side of the conversation.
package sdk

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

const (
	protocolVersion = 1
	// endGrace is of the 2 s of rule T5.
	endGrace = time.Second
)

// Identity is what the adapter says of itself.
type Identity struct {
	Name    string  `json:"name"`
	Version string  `json:"version"`
	Runtime Runtime `json:"-"`
}

// Runtime is the compiler that apps are built with.
type Runtime struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Path    string `json:"path"`
}

// Framework is one that the adapter can start.
type Framework interface {
	// Description is its name within the adapter, what it is, and what it declares to do differently.
	Description() Description
	// Prepare installs and builds what is missing.
	Prepare(progress func(message string)) (Versions, error)
	// Launch is how to start it.
	Launch() Launch
}

// Description is what the host is told of a framework.
type Description struct {
	Name        string      `json:"name"`
	Description string      `json:"description"`
	IsDefault   bool        `json:"default"`
	Deviations  []Deviation `json:"deviations"`
}

// Deviation is something of the workload contract that the framework cannot do idiomatically.
type Deviation struct {
	ID          string   `json:"id"`
	Description string   `json:"description"`
	Workloads   []string `json:"workloads"`
}

// Versions are those that are measured.
type Versions struct {
	Runtime   string `json:"runtime"`
	Framework string `json:"framework"`
	Server    string `json:"server"`
}

// Server answers the host's requests one at a time; the first framework is the default.
type Server struct {
	Identity   Identity
	Frameworks []Framework
	// Metrics are what the pages of the agent that apps are linked with count: descriptors as JSON; nil without an agent.
	Metrics json.RawMessage
	// IsProfiled tells whether apps can sample themselves.
	IsProfiled bool

	writer    *Writer
	apps      apps
	appCount  int
	workloads string
}

// Run serves until the end of standard input or a shutdown.
func (s *Server) Run() {
	if isTerminal(os.Stdin) {
		fmt.Fprintf(os.Stderr, "%s adapter %s of harness: speaks JSON-RPC on a pipe; see `harness adapters list`\n", s.Identity.Name, s.Identity.Version)
		os.Exit(2)
	}
	wire, err := ClaimStdout()
	if err != nil {
		fmt.Fprintln(os.Stderr, "standard output cannot be claimed:", err)
		os.Exit(1)
	}
	s.writer, s.apps.table = NewWriter(wire), map[string]*App{}
	s.readLines()
	refuseChildren()
	s.apps.stop(endGrace)
	killChildren()
	os.Exit(0)
}

// readLines has each line handled after the one before, and returns at the end of the input, whatever is handled then (rule T5).
func (s *Server) readLines() {
	var framer LineFramer
	buffer := make([]byte, 1<<16)
	before := make(chan struct{})
	close(before)
	for {
		count, err := os.Stdin.Read(buffer)
		for _, line := range framer.Feed(buffer[:count]) {
			after := make(chan struct{})
			go func(line []byte, before <-chan struct{}) {
				defer close(after)
				<-before
				s.take(line)
			}(line, before)
			before = after
		}
		if err != nil {
			return
		}
	}
}

func (s *Server) take(line []byte) {
	message, problem := Parse(line)
	if problem != nil {
		s.writer.answer(json.RawMessage("null"), nil, problem)
		return
	}
	method, isCall := message.Method()
	if !isCall || message["id"] == nil {
		return // an answer or a notification: nothing we wait for
	}
	result, err := s.guarded(method, message)
	s.writer.answer(message.ID(), result, err)
	if method == "shutdown" && err == nil {
		os.Exit(0)
	}
}

// guarded is the answer to a request; a bug is an answer, too.
func (s *Server) guarded(method string, message Message) (result any, problem *Error) {
	defer func() {
		if bug := recover(); bug != nil {
			fmt.Fprintf(os.Stderr, "%v\n%s", bug, debug.Stack())
			problem = Errorf(InternalError, "a bug in %s: standard error says where", method)
		}
	}()
	result, err := s.respond(method, message)
	if err != nil && !errors.As(err, &problem) {
		problem = Errorf(InternalError, "%v", err)
	}
	return result, problem
}

func (s *Server) respond(method string, message Message) (any, error) {
	handlers := map[string]func(Params) (any, error){
		"initialize": s.initialize, "app/prepare": s.prepare, "app/start": s.start, "app/stop": s.stop,
		"metrics/read": s.readMetrics, "shutdown": s.shutdown,
	}
	if s.IsProfiled {
		handlers["profile/start"], handlers["profile/stop"] = s.startProfile, s.stopProfile
	}
	handle := handlers[method]
	if handle == nil {
		return nil, Errorf(MethodNotFound, "unknown method %s", method)
	}
	params, err := paramsOf(message)
	if err != nil {
		return nil, err
	}
	return handle(params)
}

func (s *Server) initialize(params Params) (any, error) {
	offered, err := required[[]uint32](params, "protocolVersions", "an array of whole numbers")
	if err != nil {
		return nil, err
	}
	isCommon := false
	for _, version := range offered {
		isCommon = isCommon || version == protocolVersion
	}
	if !isCommon {
		return nil, Errorf(UnsupportedVersion, "this adapter speaks protocol version %d", protocolVersion)
	}
	s.workloads, _ = required[string](params, "workloads", "a path")
	metrics := s.Metrics
	if metrics == nil {
		metrics = json.RawMessage("[]")
	}
	descriptions := make([]Description, len(s.Frameworks))
	for index, framework := range s.Frameworks {
		descriptions[index] = framework.Description()
		descriptions[index].IsDefault = index == 0
		if descriptions[index].Deviations == nil {
			descriptions[index].Deviations = []Deviation{}
		}
	}
	return map[string]any{
		"protocolVersion": protocolVersion, "adapter": s.Identity, "runtime": s.Identity.Runtime,
		"frameworks": descriptions, "metrics": metrics,
	}, nil
}

func (s *Server) framework(params Params) (Framework, error) {
	name, err := required[string](params, "framework", "a string")
	if err != nil {
		return nil, err
	}
	names := make([]string, len(s.Frameworks))
	for index, framework := range s.Frameworks {
		if names[index] = framework.Description().Name; names[index] == name {
			return framework, nil
		}
	}
	return nil, Errorf(UnknownFramework, "the %s adapter has no framework %s", s.Identity.Name, name).
		Hint("it has " + strings.Join(names, ", "))
}

func (s *Server) prepared(framework Framework) (Versions, error) {
	return framework.Prepare(func(message string) {
		s.writer.notify("progress", map[string]any{"message": message, "fraction": nil})
	})
}

func (s *Server) prepare(params Params) (any, error) {
	begin := time.Now()
	framework, err := s.framework(params)
	if err != nil {
		return nil, err
	}
	versions, err := s.prepared(framework)
	return map[string]any{"versions": versions, "durationNanoseconds": time.Since(begin)}, err
}

func (s *Server) start(params Params) (any, error) {
	framework, err := s.framework(params)
	if err != nil {
		return nil, err
	}
	settings, problem := settings(params)
	if problem != nil {
		return nil, problem
	}
	versions, err := s.prepared(framework)
	if err != nil {
		return nil, err
	}
	app, err := s.launch(framework, settings)
	if err != nil {
		return nil, err
	}
	s.apps.insert(app)
	startup, problem := app.waitForHealth(settings.HealthTimeout)
	if problem != nil {
		s.apps.remove(app)
		return nil, problem
	}
	answer := map[string]any{
		"app": app.name, "address": map[string]any{"host": "127.0.0.1", "port": app.port}, "pid": app.pid,
		"versions": versions, "startupNanoseconds": startup,
	}
	if app.agentFolder != "" {
		answer["agentFolder"] = app.agentFolder
	}
	return answer, nil
}

// launch starts an app with what observes it, of which nothing is left when that fails.
func (s *Server) launch(framework Framework, settings Settings) (app *App, err error) {
	s.appCount++
	app = &App{name: strconv.Itoa(s.appCount)}
	defer func() {
		if err != nil {
			app.endObservers()
		}
	}()
	launch := framework.Launch()
	launch.Environment = append(launch.Environment, "HARNESS_WORKLOADS="+s.workloads)
	if s.Metrics != nil && settings.Agents {
		if app.agentFolder, err = MakeAgentFolder(); err != nil {
			return app, err
		}
		launch.Environment = append(launch.Environment, "HARNESS_AGENT_DIR="+app.agentFolder)
	}
	if s.IsProfiled && settings.Profiler {
		app.profiling = newProfiling()
		launch.Environment = append(launch.Environment, app.profiling.environment()...)
	}
	return app, startApp(app, launch, settings, s.exited)
}

// exited tells of an app that ended unasked (rule N1).
func (s *Server) exited(app *App) {
	s.apps.remove(app)
	s.writer.notify("app/exited", struct {
		App string `json:"app"`
		Ending
		Stderr []string `json:"stderr"`
	}{app.name, app.howItEnded(), app.tail.all()})
}

func (s *Server) stop(params Params) (any, error) {
	name, err := required[string](params, "app", "a string")
	if err != nil {
		return nil, err
	}
	app, err := s.apps.claim(name)
	if err != nil {
		return nil, err
	}
	app.stop(stopGrace)
	s.apps.remove(app)
	return app.howItEnded(), nil
}

func (s *Server) app(params Params) (*App, error) {
	name, err := required[string](params, "app", "a string")
	if err != nil {
		return nil, err
	}
	app, err := s.apps.find(name)
	if err != nil {
		return nil, err
	}
	return app, nil
}

func (s *Server) readMetrics(params Params) (any, error) {
	_, err := s.app(params)
	return map[string]any{"values": struct{}{}, "unavailable": struct{}{}}, err
}

func (s *Server) startProfile(params Params) (any, error) {
	app, err := s.app(params)
	if err != nil {
		return nil, err
	}
	return app.profiling.start()
}

func (s *Server) stopProfile(params Params) (any, error) {
	app, err := s.app(params)
	if err != nil {
		return nil, err
	}
	return app.profiling.stop()
}

func (s *Server) shutdown(Params) (any, error) {
	s.apps.stop(stopGrace)
	return struct{}{}, nil
}
