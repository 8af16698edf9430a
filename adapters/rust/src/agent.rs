//! What the pages of the Rust agent (agent/) count: the table of docs/AGENTS.md.

use harness_adapter_sdk::agent_folder::Reading::{Difference, Level, Total};
use harness_adapter_sdk::agent_folder::{Metric, Reading};

const fn alloc(
    name: &'static str,
    unit: &'static str,
    reading: Reading,
    description: &'static str,
) -> Metric {
    Metric { name, unit, better: "lower", description, page: "alloc", reading }
}

const fn tokio(
    name: &'static str,
    unit: &'static str,
    better: &'static str,
    reading: Reading,
    description: &'static str,
) -> Metric {
    Metric { name, unit, better, description, page: "tokio", reading }
}

pub static METRICS: [Metric; 15] = [
    alloc("rust.alloc.count", "count", Total(0), "allocations; a reallocation is one, and a deallocation"),
    alloc("rust.alloc.bytes", "bytes", Total(1), "bytes allocated"),
    alloc("rust.alloc.frees", "count", Total(2), "deallocations"),
    alloc("rust.alloc.live", "bytes", Difference(1, 3), "bytes allocated and not yet deallocated"),
    tokio(
        "tokio.busy",
        "ns",
        "lower",
        Total(0),
        "time in which workers were not parked, summed over workers",
    ),
    tokio("tokio.parks", "count", "neither", Total(1), "times a worker parked for want of work"),
    tokio("tokio.noops", "count", "lower", Total(2), "times a worker was woken and had nothing to do"),
    tokio("tokio.steals", "count", "neither", Total(3), "tasks that a worker took from another one"),
    tokio("tokio.polls", "count", "lower", Total(4), "polls of tasks"),
    tokio(
        "tokio.schedules.local",
        "count",
        "neither",
        Total(5),
        "tasks scheduled by the worker that ran them",
    ),
    tokio("tokio.overflows", "count", "lower", Total(6), "times a worker's queue was full"),
    tokio("tokio.schedules.remote", "count", "neither", Total(7), "tasks scheduled from outside the workers"),
    tokio("tokio.queue.global", "count", "lower", Level(8), "tasks that wait in the queue of all workers"),
    tokio("tokio.queue.local", "count", "lower", Level(9), "tasks that wait in the queues of workers"),
    tokio("tokio.workers", "count", "neither", Level(10), "workers"),
];
