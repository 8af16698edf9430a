package sdk

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

// Child processes: they die with the adapter, and none is spawned after the end of its input.

// spawning has the commands to start. A child is told of the death of the thread that made it, so that all are made by one that lives as long as the adapter.
var spawning = func() chan<- spawn {
	requests := make(chan spawn)
	go func() {
		runtime.LockOSThread()
		for request := range requests {
			request.started <- request.command.Start()
		}
	}()
	return requests
}()

type spawn struct {
	command *exec.Cmd
	started chan<- error
}

// gate is closed for ever at the end of the input.
var gate sync.Mutex

// Spawn starts a command that dies with the adapter (rule S3).
func Spawn(command *exec.Cmd) error {
	if command.SysProcAttr == nil {
		command.SysProcAttr = &syscall.SysProcAttr{}
	}
	command.SysProcAttr.Pdeathsig = syscall.SIGKILL
	gate.Lock()
	defer gate.Unlock()
	started := make(chan error)
	spawning <- spawn{command, started}
	return <-started
}

// Run runs a command to its end; returns what it wrote, to standard output and to standard error.
func Run(command *exec.Cmd) (output, messages string, err error) {
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err = Spawn(command); err == nil {
		err = command.Wait()
	}
	return stdout.String(), stderr.String(), err
}

// refuseChildren makes whoever spawns from now on wait for ever.
func refuseChildren() { gate.Lock() }

// killChildren kills everything below the adapter.
func killChildren() {
	const setChildSubreaper = 36 // prctl(2): the orphans of what is killed become children, so that none is lost
	syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0)
	killAll(func() []int { return Tree(os.Getpid())[1:] })
}
