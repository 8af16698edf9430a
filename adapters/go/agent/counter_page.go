package agent

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

const (
	magic      = "HRNSPAGE"
	version    = 1
	totalSlots = 32
	// gcEvent is the kind of event that a collection is.
	gcEvent = 1
	// shortestEvent: what is shorter is only counted.
	shortestEvent = time.Millisecond
)

// page is the counter page of docs/AGENTS.md, as its one writer sees it.
type page struct {
	*head
	// events is the ring; empty where no kind of event is written.
	events []event
}

// head is what every page begins with.
type head struct {
	magic         atomic.Uint64
	version, pid  uint32
	createdAt     uint64
	readings      atomic.Uint64
	eventsWritten atomic.Uint64
	eventSlots    uint64
	unavailable   [80]byte
	totals        [totalSlots]atomic.Uint64
}

// event is when something began, how long it lasted, and its kind.
type event [3]atomic.Uint64

// openPage is the page of this process for a kind of counter, made or, after an exec, continued, with a ring of so many events.
func openPage(folder, kind string, eventSlots int) (*page, error) {
	path := filepath.Join(folder, fmt.Sprintf("%s.%d", kind, os.Getpid()))
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	size := int(unsafe.Sizeof(head{})) + eventSlots*int(unsafe.Sizeof(event{}))
	// Its memory is reserved, so that no store fails later.
	if err := syscall.Fallocate(int(file.Fd()), 0, 0, int64(size)); err != nil {
		return nil, err
	}
	memory, err := syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	start := unsafe.Pointer(&memory[0])
	opened := &page{(*head)(start), unsafe.Slice((*event)(unsafe.Add(start, unsafe.Sizeof(head{}))), eventSlots)}
	opened.version, opened.pid, opened.eventSlots = version, uint32(os.Getpid()), uint64(eventSlots)
	if opened.createdAt == 0 {
		opened.createdAt = uint64(monotonic())
	}
	opened.magic.Store(*(*uint64)(unsafe.Pointer(&[]byte(magic)[0])))
	return opened, nil
}

// maximum tells a value that may be the greatest since the last reading, in a slot and the next.
func (p *page) maximum(slot int, value uint64) {
	readings := p.readings.Load()
	if p.totals[slot+1].Load() != readings {
		p.totals[slot].Store(0)
		p.totals[slot+1].Store(readings)
	}
	if value > p.totals[slot].Load() {
		p.totals[slot].Store(value)
	}
}

// event tells of what lasted a while.
func (p *page) event(kind uint64, begin, duration time.Duration) {
	number := p.eventsWritten.Load()
	place := &p.events[number%p.eventSlots]
	place[0].Store(uint64(begin))
	place[1].Store(uint64(duration))
	place[2].Store(kind)
	p.eventsWritten.Store(number + 1)
}

// monotonic is the time of CLOCK_MONOTONIC.
func monotonic() time.Duration {
	const clockMonotonic = 1
	var now syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&now)), 0)
	return time.Duration(now.Nano())
}
