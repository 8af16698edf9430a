package sdk

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// stopGrace is what an app that is asked to end has time for before it is killed (rule E1).
	stopGrace        = 2 * time.Second
	tailLines        = 20
	drainTimeout     = 200 * time.Millisecond
	listenDescriptor = 3 // the first of exec.Cmd's ExtraFiles
)

// Launch is how to start an app.
type Launch struct {
	Command     []string
	Folder      string
	Environment []string
}

// App is a workload app: its processes, its health and its end.
type App struct {
	name string
	port int
	pid  int
	// agentFolder has its counter pages; empty without an agent.
	agentFolder string
	profiling   *Profiling
	startedAt   time.Time
	tail        tail
	// ended is closed when the root process has ended and what it wrote before is in the tail.
	ended  chan struct{}
	ending syscall.WaitStatus
	// isClaimed: someone has taken it on to say that it ended: its start, a stop or `app/exited`.
	isClaimed atomic.Bool
}

// tail is the last lines of an app's output.
type tail struct {
	mutex sync.Mutex
	lines []string
}

func (t *tail) add(line string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.lines = append(t.lines, line)
	t.lines = t.lines[max(0, len(t.lines)-tailLines):]
}

func (t *tail) all() []string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return append([]string{}, t.lines...)
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func joined(numbers []uint32) string {
	words := make([]string, len(numbers))
	for index, number := range numbers {
		words[index] = strconv.FormatUint(uint64(number), 10)
	}
	return strings.Join(words, ",")
}

// environment is the adapter's own, without what is no app's, and what is given.
func environment(given ...string) []string {
	var own []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "HARNESS_AGENT_DIR=") && !strings.HasPrefix(entry, "HARNESS_PROFILER_SOCKET=") {
			own = append(own, entry)
		}
	}
	return append(own, given...)
}

// startApp starts an app; `onExit` is called when it ends unasked after it was healthy.
func startApp(app *App, launch Launch, settings Settings, onExit func(*App)) error {
	listener, port, err := listen(settings.Ports)
	if err != nil {
		return err
	}
	defer listener.Close()
	words := launch.Command
	if len(settings.CPUs) > 0 {
		words = append([]string{"taskset", "-c", joined(settings.CPUs)}, words...)
	}
	output, input, err := os.Pipe()
	if err != nil {
		return err
	}
	defer input.Close()
	command := exec.Command(words[0], words[1:]...)
	command.Dir, command.ExtraFiles = launch.Folder, []*os.File{listener}
	command.Stdout, command.Stderr = input, input
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	command.Env = environment(append(launch.Environment,
		"HARNESS_LISTEN_FD="+strconv.Itoa(listenDescriptor), "PORT="+strconv.Itoa(port),
		"HARNESS_WORKERS="+strconv.FormatUint(uint64(settings.Workers), 10))...)
	app.port, app.startedAt, app.ended = port, time.Now(), make(chan struct{})
	app.isClaimed.Store(true)
	if err := Spawn(command); err != nil {
		output.Close()
		return Errorf(StartFailed, "cannot start %s: %v", words[0], err)
	}
	app.pid = command.Process.Pid
	drained := make(chan struct{})
	go app.keepTail(output, drained)
	go app.watch(command, drained, onExit)
	return nil
}

func (a *App) keepTail(output io.ReadCloser, drained chan<- struct{}) {
	defer close(drained)
	defer output.Close()
	reader := bufio.NewReader(output)
	for {
		line, err := reader.ReadString('\n')
		if line != "" {
			a.tail.add(strings.ToValidUTF8(strings.TrimSuffix(line, "\n"), "\uFFFD"))
		}
		if err != nil {
			return
		}
	}
}

func (a *App) watch(command *exec.Cmd, drained <-chan struct{}, onExit func(*App)) {
	command.Wait() // how it ended is in ProcessState
	if !a.isClaimed.Load() {
		killAll(func() []int { return group(a.pid) })
	}
	// Whoever sees the ending sees all that was written before; what holds the pipe open is not waited for.
	select {
	case <-drained:
	case <-time.After(drainTimeout):
	}
	a.ending = command.ProcessState.Sys().(syscall.WaitStatus)
	close(a.ended)
	if a.claim() {
		a.endObservers()
		onExit(a)
	}
}

func (a *App) hasEnded() bool {
	select {
	case <-a.ended:
		return true
	default:
		return false
	}
}

// Ending is how an app ended: its exit code or its signal.
type Ending struct {
	ExitCode *int `json:"exitCode"`
	Signal   *int `json:"signal"`
}

func (a *App) howItEnded() Ending {
	if code, signal := a.ending.ExitStatus(), int(a.ending.Signal()); a.ending.Signaled() {
		return Ending{Signal: &signal}
	} else {
		return Ending{ExitCode: &code}
	}
}

// claim is true for the one caller that shall say that it ended.
func (a *App) claim() bool { return a.isClaimed.CompareAndSwap(false, true) }

// waitForHealth returns the time from the spawn to the first healthy answer; it stops the app when there is none.
func (a *App) waitForHealth(timeout time.Duration) (time.Duration, *Error) {
	for time.Since(a.startedAt) < timeout && !a.hasEnded() {
		if a.answersHealth(timeout - time.Since(a.startedAt)) {
			startup := time.Since(a.startedAt)
			a.isClaimed.Store(false)
			if !a.hasEnded() || !a.claim() {
				return startup, nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	what := fmt.Sprintf("no healthy answer within %v", timeout)
	if a.hasEnded() {
		what = fmt.Sprintf("it ended: %s", a.howItEnded())
	}
	a.stop(stopGrace)
	return 0, Errorf(StartFailed, "the app did not start: %s", what).Stderr(a.tail.all())
}

func (e Ending) String() string {
	if e.Signal != nil {
		return "signal " + strconv.Itoa(*e.Signal)
	}
	return "exit status " + strconv.Itoa(*e.ExitCode)
}

func (a *App) answersHealth(left time.Duration) bool {
	deadline := time.Now().Add(time.Second)
	if left < time.Second {
		deadline = time.Now().Add(left)
	}
	connection, err := net.DialTimeout("tcp4", fmt.Sprintf("127.0.0.1:%d", a.port), time.Until(deadline))
	if err != nil {
		return false
	}
	defer connection.Close()
	connection.SetDeadline(deadline)
	io.WriteString(connection, "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
	start := make([]byte, len("HTTP/1.1 200"))
	_, err = io.ReadFull(connection, start)
	return err == nil && string(start) == "HTTP/1.1 200"
}

// stop ends the whole tree, with SIGKILL after the grace; afterwards none of it is alive.
func (a *App) stop(grace time.Duration) {
	a.isClaimed.Store(true)
	// Some may have left the group, others may have lost their parents; to find the latter takes a look at all processes.
	known := Tree(a.pid)
	left := func() []int {
		if alive := living(known); len(alive) > 0 {
			return alive
		}
		return group(a.pid)
	}
	begin := time.Now()
	syscall.Kill(-a.pid, syscall.SIGTERM)
	for time.Since(begin) < grace && len(left()) > 0 {
		time.Sleep(5 * time.Millisecond)
	}
	killAll(left)
	<-a.ended
	a.endObservers()
}

func (a *App) endObservers() {
	if a.agentFolder != "" {
		os.RemoveAll(a.agentFolder)
	}
	a.profiling.end()
}
