// Package agent tells in counter pages (docs/AGENTS.md) what only Go's runtime knows: collections, the heap, the scheduler.
//
// Without HARNESS_AGENT_DIR it makes no page and starts nothing.
package agent

import (
	_ "embed"
	"os"
	"sync"
	"time"
)

// Metrics describes what the pages have, as JSON.
//
//go:embed metrics.json
var Metrics []byte

// interval is how old a count may be.
const interval = 100 * time.Millisecond

// Agent copies the runtime's counts to the pages of its process.
type Agent struct {
	readers []func()
	stop    chan struct{}
	stopped sync.WaitGroup
}

// Start makes the pages and keeps them up to date; where that cannot be, it does nothing.
func Start() *Agent {
	agent := &Agent{stop: make(chan struct{})}
	folder := os.Getenv("HARNESS_AGENT_DIR")
	if folder == "" {
		return agent
	}
	if page, err := openPage(folder, "gc", collectionEvents); err == nil {
		agent.readers = append(agent.readers, newCollections(page).read)
	}
	if page, err := openPage(folder, "go", 0); err == nil {
		if counts := newCounts(page); counts.areKnown() {
			agent.readers = append(agent.readers, counts.read)
		}
	}
	agent.read()
	agent.stopped.Add(1)
	go agent.keepReading()
	return agent
}

func (a *Agent) read() {
	for _, read := range a.readers {
		read()
	}
}

func (a *Agent) keepReading() {
	defer a.stopped.Done()
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			a.read()
		case <-a.stop:
			a.read()
			return
		}
	}
}

// Stop tells the last counts.
func (a *Agent) Stop() {
	close(a.stop)
	a.stopped.Wait()
}
