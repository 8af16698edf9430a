package sdk

import (
	"sync"
	"time"
)

// apps are those that run, shared by the goroutines that answer, watch and read.
type apps struct {
	mutex sync.Mutex
	table map[string]*App
}

func (a *apps) insert(app *App) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.table[app.name] = app
}

func (a *apps) remove(app *App) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	delete(a.table, app.name)
}

func unknownApp(name string) *Error { return Errorf(UnknownApp, "no app %s runs", name) }

func (a *apps) find(name string) (*App, *Error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if app := a.table[name]; app != nil {
		return app, nil
	}
	return nil, unknownApp(name)
}

// claim returns the app, which from now on ends as asked: no `app/exited` follows (rule E2).
func (a *apps) claim(name string) (*App, *Error) {
	app, err := a.find(name)
	if err == nil && !app.claim() {
		return nil, unknownApp(name)
	}
	return app, err
}

// stop stops all of them at the same time.
func (a *apps) stop(grace time.Duration) {
	a.mutex.Lock()
	var waiting sync.WaitGroup
	for _, app := range a.table {
		waiting.Add(1)
		go func(app *App) {
			defer waiting.Done()
			app.stop(grace)
		}(app)
	}
	a.mutex.Unlock()
	waiting.Wait()
}
