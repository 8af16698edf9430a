package sdk

import (
	"encoding/json"
	"time"
)

// Params are the parameters of a request, by their exact names.
type Params map[string]json.RawMessage

func paramsOf(message Message) (Params, *Error) {
	params := Params{}
	if raw := message["params"]; raw != nil && json.Unmarshal(raw, &params) != nil {
		return nil, Errorf(InvalidParams, "`params` must be an object")
	}
	return params, nil
}

// Settings are what an app is started with.
type Settings struct {
	Workers uint32
	CPUs    []uint32
	Ports   *Ports
	// Agents: whether runtime agents count in it.
	Agents bool
	// Profiler: whether it will be profiled.
	Profiler      bool
	HealthTimeout time.Duration
}

// Ports is the range that a port is taken from.
type Ports struct {
	First, Last uint16
}

// isAbsent tells whether a parameter is missing or null.
func isAbsent(raw json.RawMessage) bool { return raw == nil || string(raw) == "null" }

// required is a parameter's value; `what` says what it must be.
func required[Value any](params Params, name, what string) (value Value, err *Error) {
	raw := params[name]
	if isAbsent(raw) || json.Unmarshal(raw, &value) != nil {
		return value, Errorf(InvalidParams, "`%s` must be %s", name, what)
	}
	return value, nil
}

func flag(params Params, name string, otherwise bool) (bool, *Error) {
	if isAbsent(params[name]) {
		return otherwise, nil
	}
	return required[bool](params, name, "true or false")
}

func ports(params Params) (*Ports, *Error) {
	if isAbsent(params["ports"]) {
		return nil, nil
	}
	within, err := required[Params](params, "ports", "an object")
	if err != nil {
		return nil, err
	}
	first, err := required[uint16](within, "first", "a port")
	if err != nil {
		return nil, err
	}
	last, err := required[uint16](within, "last", "a port")
	return &Ports{First: first, Last: last}, err
}

// settings are what `app/start` asks for, besides the framework.
func settings(params Params) (settings Settings, err *Error) {
	if settings.Workers, err = required[uint32](params, "workers", "a whole number"); err != nil {
		return settings, err
	}
	if settings.Workers == 0 {
		return settings, Errorf(InvalidParams, "`workers` must be at least 1")
	}
	if settings.CPUs, err = required[[]uint32](params, "cpus", "an array of whole numbers"); err != nil {
		return settings, err
	}
	if settings.Ports, err = ports(params); err != nil {
		return settings, err
	}
	if settings.Agents, err = flag(params, "agents", true); err != nil {
		return settings, err
	}
	if settings.Profiler, err = flag(params, "profiler", false); err != nil {
		return settings, err
	}
	nanoseconds, err := required[uint64](params, "healthTimeoutNanoseconds", "a whole number")
	settings.HealthTimeout = time.Duration(nanoseconds)
	return settings, err
}
