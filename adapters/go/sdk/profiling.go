package sdk

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// maximumFolded is what folded stacks may have as JSON; a line has at most 16 MiB (rule T1).
const maximumFolded = 15 << 20

// Profiling is the profile of an app: when it may begin and end, and what is answered (rules F1–F6); nil for an app that was not started for it.
type Profiling struct {
	mutex   sync.Mutex
	socket  *profileSocket
	problem error // why there is no socket
	samples bool
}

// Profile is what `profile/stop` answers.
type Profile struct {
	Folded  string   `json:"folded"`
	Samples uint64   `json:"samples"`
	Lost    uint64   `json:"lost"`
	Notes   []string `json:"notes"`
}

func newProfiling() *Profiling {
	socket, err := openProfileSocket()
	return &Profiling{socket: socket, problem: err}
}

// environment is what an app needs to be profiled.
func (p *Profiling) environment() []string {
	if p.problem != nil {
		return nil
	}
	return []string{"HARNESS_PROFILER_SOCKET=" + p.socket.path()}
}

// check is an error when the profile is not under way, or is, as told.
func (p *Profiling) check(samples bool, otherwise string) error {
	if p == nil {
		return Errorf(InvalidParams, "the app was not started with \"profiler\": true")
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.samples != samples {
		return Errorf(InvalidParams, otherwise)
	}
	return nil
}

func (p *Profiling) set(samples bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.samples = samples
}

func (p *Profiling) start() (any, error) {
	if err := p.check(false, "the app is being profiled already"); err != nil {
		return nil, err
	}
	if p.problem != nil {
		return nil, unavailable(p.problem.Error())
	}
	begun, err := p.socket.ask("start")
	if err != nil {
		return nil, err
	}
	p.set(true)
	return map[string]any{"profiler": begun.Profiler, "unit": "samples", "intervalNanoseconds": sampleInterval}, nil
}

func (p *Profiling) stop() (any, error) {
	if err := p.check(true, "the app is not being profiled"); err != nil {
		return nil, err
	}
	p.set(false)
	answer, err := p.socket.ask("stop")
	if err != nil {
		return Profile{Notes: []string{"the app gave no samples: " + err.Error()}}, nil
	}
	return fold(answer.Stacks, answer.Samples, answer.Lost, maximumFolded), nil
}

// end ends the profiler with the app.
func (p *Profiling) end() {
	if p != nil && p.problem == nil {
		p.socket.close()
	}
}

// fold is a profile of samples by stack, without the rarest where they would be more than so many bytes of JSON.
func fold(stacks map[string]uint64, samples, lost uint64, maximumBytes int) Profile {
	names := make([]string, 0, len(stacks))
	for name := range stacks {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		if a, b := stacks[names[i]], stacks[names[j]]; a != b {
			return a > b
		}
		return names[i] < names[j]
	})
	profile := Profile{Samples: samples, Lost: lost, Notes: []string{}}
	var folded strings.Builder
	size := 0
	for index, name := range names {
		line := fmt.Sprintf("%s %d\n", name, stacks[name])
		text, _ := json.Marshal(line)
		if size += len(text); size > maximumBytes {
			profile.Notes = append(profile.Notes, fmt.Sprintf(
				"the %d rarest of %d stacks are left out: a message has at most 16 MiB", len(names)-index, len(names)))
			break
		}
		folded.WriteString(line)
	}
	profile.Folded = folded.String()
	return profile
}
