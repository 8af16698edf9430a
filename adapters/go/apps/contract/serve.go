// Package contract is what the workload apps share, whatever their framework.
package contract

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"harness/agent"
	"harness/profiler"
)

// stopTimeout is what requests under way have time for when the app shall end.
const stopTimeout = time.Second

// Server is one of a framework, which serves until it is shut down.
type Server interface {
	Serve(net.Listener) error
	Shutdown(context.Context) error
}

// ServeHTTP serves with net/http's server.
func ServeHTTP(handler http.Handler) { Serve(&http.Server{Handler: handler}) }

// Serve serves on the inherited socket, with as many threads as there shall be workers, until SIGTERM.
func Serve(server Server) {
	defer agent.Start().Stop()
	profiler.Connect()
	runtime.GOMAXPROCS(variable("HARNESS_WORKERS"))
	socket := os.NewFile(uintptr(variable("HARNESS_LISTEN_FD")), "listener")
	listener, err := net.FileListener(socket)
	if err != nil {
		fail(err)
	}
	socket.Close() // the listener has a duplicate
	stop, ignore := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer ignore()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		fail(err)
	case <-stop.Done():
		limit, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		server.Shutdown(limit)
	}
}

// variable is a number that the adapter has set.
func variable(name string) int {
	number, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		fail(fmt.Errorf("%s is no number: this app is started by its adapter", name))
	}
	return number
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
