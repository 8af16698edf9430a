package agent

import (
	"runtime/debug"
	"time"
)

// Slots of the page `gc`.
const (
	collectionCount   = 0
	collectionTime    = 1
	longestCollection = 2
)

// collectionEvents is how many collections the page remembers one by one.
const collectionEvents = 1024

// collections tells for how long the world stood still in each collection; marking beside the program is no part of that.
type collections struct {
	page  *page
	base  [2]uint64
	stats debug.GCStats
	// told is how many of this process are in the page.
	told int64
}

func newCollections(page *page) *collections {
	return &collections{page: page, base: [2]uint64{page.totals[collectionCount].Load(), page.totals[collectionTime].Load()}}
}

// read takes what the runtime has kept, without stopping the world: the sum of all pauses, and each of the last 256.
func (c *collections) read() {
	debug.ReadGCStats(&c.stats)
	now, monotonicNow := time.Now(), monotonic()
	fresh := int(c.stats.NumGC - c.told)
	if fresh > len(c.stats.Pause) {
		fresh = len(c.stats.Pause)
	}
	for index := fresh - 1; index >= 0; index-- { // the latest is the first
		pause := c.stats.Pause[index]
		c.page.maximum(longestCollection, uint64(pause))
		if pause >= shortestEvent {
			end := monotonicNow - now.Sub(c.stats.PauseEnd[index])
			c.page.event(gcEvent, end-pause, pause)
		}
	}
	c.told = c.stats.NumGC
	c.page.totals[collectionCount].Store(c.base[collectionCount] + uint64(c.stats.NumGC))
	c.page.totals[collectionTime].Store(c.base[collectionTime] + uint64(c.stats.PauseTotal))
}
