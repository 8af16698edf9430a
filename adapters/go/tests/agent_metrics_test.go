package tests

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"harness/agent"
)

// Slots of the pages, as agent/metrics.json has them.
const (
	collectionCount, collectionTime, longestCollection = 0, 1, 2
	allocationCount, allocatedBytes, liveBytes         = 0, 1, 2
	goroutines, threadsAtOnce, firstLatency            = 5, 6, 7
)

// page is a counter page as a reader sees it.
type page struct {
	t    *testing.T
	path string
}

func openPage(t *testing.T, folder, kind string, pid int) page {
	t.Helper()
	opened := page{t, filepath.Join(folder, fmt.Sprintf("%s.%d", kind, pid))}
	size := map[string]int{"go": 384, "gc": 384 + 24*1024}[kind]
	if content := opened.content(); string(content[:8]) != "HRNSPAGE" || len(content) != size {
		t.Fatalf("%s: no page but %d bytes that begin with %q", opened.path, len(content), content[:8])
	}
	return opened
}

func (p page) content() []byte {
	content, err := os.ReadFile(p.path)
	if err != nil {
		p.t.Fatal(err)
	}
	return content
}

func (p page) total(slot int) uint64 {
	return binary.LittleEndian.Uint64(p.content()[128+8*slot:])
}

const (
	subjectObjects = 50_000
	subjectSize    = 1024
	subjectCycles  = 7
	subjectWaiting = 400
)

var kept [subjectObjects][]byte

// subject does so much after each line that it reads, and answers with a line.
func subject() {
	running := agent.Start()
	defer running.Stop()
	input := bufio.NewReader(os.Stdin)
	for {
		line, err := input.ReadString('\n')
		if err != nil {
			return
		}
		switch line {
		case "allocate\n":
			for index := range kept {
				kept[index] = make([]byte, subjectSize)
			}
		case "collect\n":
			for count := 0; count < subjectCycles; count++ {
				runtime.GC()
			}
		case "wait\n":
			for count := 0; count < subjectWaiting; count++ {
				go func() { select {} }()
			}
		}
		time.Sleep(300 * time.Millisecond) // its counts are told every 100 ms
		fmt.Print(line)
	}
}

// tell has a subject do something; when this returns, its counts are in its pages.
type tell func(what string)

func startSubject(t *testing.T) (counts, collections page, tell tell) {
	t.Helper()
	folder := t.TempDir()
	command := playing("agent's subject")
	command.Env = append(command.Env, "HARNESS_AGENT_DIR="+folder, "GOGC=off")
	input, _ := command.StdinPipe()
	output, _ := command.StdoutPipe()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		input.Close()
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
	})
	answers := bufio.NewReader(output)
	tell = func(what string) {
		t.Helper()
		io.WriteString(input, what+"\n")
		if answer, err := answers.ReadString('\n'); err != nil || answer != what+"\n" {
			t.Fatalf("%q, %v", answer, err)
		}
	}
	tell("begin")
	pid := command.Process.Pid
	return openPage(t, folder, "go", pid), openPage(t, folder, "gc", pid), tell
}

func TestAllocationsAreCountedAndWhatLivesOfThem(t *testing.T) {
	counts, _, tell := startSubject(t)
	number, size, live := counts.total(allocationCount), counts.total(allocatedBytes), counts.total(liveBytes)
	tell("allocate")
	number, size, live = counts.total(allocationCount)-number, counts.total(allocatedBytes)-size, counts.total(liveBytes)-live
	// The runtime tells a thread's allocations when a span of them is full, and does some of its own.
	if number < subjectObjects-100 || number > subjectObjects+5000 {
		t.Errorf("%d allocations", number)
	}
	const wanted = subjectObjects * subjectSize
	if size < wanted*99/100 || size > wanted*105/100 || live < wanted*99/100 || live > wanted*105/100 {
		t.Errorf("%d bytes, of which %d live", size, live)
	}
}

func TestCollectionsAreCountedAndTimed(t *testing.T) {
	_, collections, tell := startSubject(t)
	if count := collections.total(collectionCount); count != 0 {
		t.Errorf("%d collections before", count)
	}
	tell("collect")
	total, longest := collections.total(collectionTime), collections.total(longestCollection)
	if count := collections.total(collectionCount); count != subjectCycles {
		t.Errorf("%d collections", count)
	}
	if longest == 0 || longest > total || longest*subjectCycles < total {
		t.Errorf("the longest of %d ns takes %d ns", total, longest)
	}
}

func TestGoroutinesAndTheirWaitsAreTold(t *testing.T) {
	counts, _, tell := startSubject(t)
	waits := func() (sum uint64) {
		for slot := firstLatency; slot < 32; slot++ {
			sum += counts.total(slot)
		}
		return sum
	}
	running, waited := counts.total(goroutines), waits()
	tell("wait")
	if fresh := counts.total(goroutines) - running; fresh != subjectWaiting {
		t.Errorf("%d goroutines more", fresh)
	}
	// The runtime samples one goroutine in eight.
	if waits() == waited {
		t.Error("nobody waited to run")
	}
}

func TestAnAgentThatCannotWriteSaysNothing(t *testing.T) {
	for _, folder := range []string{"", "/nowhere", "/proc"} {
		t.Setenv("HARNESS_AGENT_DIR", folder)
		agent.Start().Stop()
	}
}
