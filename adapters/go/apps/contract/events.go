package contract

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// EventStream is the type of streams of events.
const EventStream = "text/event-stream"

// Events are those of a stream that its reader has not had yet, each when it is due.
type Events struct {
	// Number is that of the event which is due.
	Number   int
	last     int
	interval time.Duration
	ticker   *time.Ticker
	gone     <-chan struct{}
}

// NewEvents are those that a request asks for in its query and its fields, as long as its reader has not gone.
func NewEvents(query, field func(name string) string, gone <-chan struct{}) *Events {
	had, _ := strconv.Atoi(field("Last-Event-ID")) // 0 where there is none
	last, _ := strconv.Atoi(query("events"))
	milliseconds, _ := strconv.Atoi(query("interval_ms"))
	return &Events{Number: had, last: last, interval: time.Duration(milliseconds) * time.Millisecond, gone: gone}
}

// Next waits until an event is due; false when there is no more, or the reader has gone.
func (e *Events) Next() bool {
	if e.Number >= e.last || !e.wait() {
		return false
	}
	e.Number++
	return true
}

func (e *Events) wait() bool {
	if e.interval > 0 && e.ticker != nil {
		select {
		case <-e.ticker.C:
		case <-e.gone:
			return false
		}
	} else if e.interval > 0 {
		e.ticker = time.NewTicker(e.interval) // the first one is due at once
	}
	select {
	case <-e.gone:
		return false
	default:
		return true
	}
}

// Send writes the event that is due.
func (e *Events) Send(writer io.Writer) {
	fmt.Fprintf(writer, "id: %d\nevent: tick\ndata: {\"seq\":%d}\n\n", e.Number, e.Number)
}

// Stop ends the waiting for more.
func (e *Events) Stop() {
	if e.ticker != nil {
		e.ticker.Stop()
	}
}
