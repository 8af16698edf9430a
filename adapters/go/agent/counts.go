package agent

import (
	"math"
	"runtime"
	"runtime/metrics"
)

// Slots of the page `go`.
const (
	allocationCount = 0
	allocatedBytes  = 1
	firstGauge      = 2
	threadsAtOnce   = 6
	// firstLatency begins the buckets of how long goroutines waited for a thread: up to 2¹⁰ ns, 2¹¹ ns, … 2³³ ns, and more.
	firstLatency  = 7
	latencyBounds = 24
	leastExponent = 10
)

// counters only grow; allocations are those of their own and those that share a tiny block.
var counters = []struct {
	name string
	slot int
}{
	{"/gc/heap/allocs:objects", allocationCount},
	{"/gc/heap/tiny/allocs:objects", allocationCount},
	{"/gc/heap/allocs:bytes", allocatedBytes},
}

// gauges are in the slots from firstGauge on.
var gauges = []string{
	"/memory/classes/heap/objects:bytes", "/gc/heap/goal:bytes", "/memory/classes/total:bytes", "/sched/goroutines:goroutines",
}

const latencies = "/sched/latencies:seconds"

// counts copies what runtime/metrics has.
type counts struct {
	page    *page
	base    [totalSlots]uint64
	samples []metrics.Sample
}

func newCounts(page *page) *counts {
	c := &counts{page: page}
	for slot := range c.base {
		c.base[slot] = page.totals[slot].Load()
	}
	for _, counter := range counters {
		c.samples = append(c.samples, metrics.Sample{Name: counter.name})
	}
	for _, name := range append(gauges, latencies) {
		c.samples = append(c.samples, metrics.Sample{Name: name})
	}
	return c
}

// areKnown tells whether this version of Go has all of it; where it has not, the page says so.
func (c *counts) areKnown() bool {
	metrics.Read(c.samples)
	for _, sample := range c.samples {
		if sample.Value.Kind() == metrics.KindBad {
			copy(c.page.unavailable[:len(c.page.unavailable)-1], runtime.Version()+" does not tell "+sample.Name)
			return false
		}
	}
	return true
}

func (c *counts) read() {
	metrics.Read(c.samples)
	var totals [totalSlots]uint64
	for index, counter := range counters {
		totals[counter.slot] += c.samples[index].Value.Uint64()
	}
	rest := c.samples[len(counters):]
	addLatencies(totals[firstLatency:], rest[len(gauges)].Value.Float64Histogram())
	for slot, total := range totals {
		c.page.totals[slot].Store(c.base[slot] + total)
	}
	for index := range gauges {
		c.page.totals[firstGauge+index].Store(rest[index].Value.Uint64())
	}
	c.page.totals[threadsAtOnce].Store(uint64(runtime.GOMAXPROCS(0)))
}

// addLatencies adds the runtime's fine buckets to those of the page.
func addLatencies(buckets []uint64, histogram *metrics.Float64Histogram) {
	for index, count := range histogram.Counts {
		if count > 0 {
			buckets[bucket(histogram.Buckets[index+1])] += count
		}
	}
}

// bucket is that of values up to a bound, in seconds.
func bucket(bound float64) int {
	exponent := int(math.Ceil(math.Log2(bound * 1e9)))
	switch {
	case math.IsInf(bound, 1) || exponent >= leastExponent+latencyBounds:
		return latencyBounds
	case exponent <= leastExponent:
		return 0
	default:
		return exponent - leastExponent
	}
}
