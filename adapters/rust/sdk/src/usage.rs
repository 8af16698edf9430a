//! What an app's process tree has used, from /proc.

use crate::process_tree::{field, pids, stat, threads};
use serde_json::{json, Map, Value};
use std::collections::{BTreeSet, HashMap};
use std::fs;

const METRICS: [(&str, &str, &str, &str); 14] = [
    ("cpu.user", "ns", "counter", "processor time in user mode, in ticks of the kernel's clock"),
    ("cpu.system", "ns", "counter", "processor time in the kernel, in ticks of the kernel's clock"),
    ("cpu.total", "ns", "counter", "processor time as the scheduler counts it"),
    ("process.run_queue_delay", "ns", "counter", "time threads were ready but had no processor"),
    ("disk.read", "bytes", "counter", "bytes the kernel fetched from storage"),
    ("disk.written", "bytes", "counter", "bytes that were to be written to storage"),
    ("network.received", "bytes", "counter", "bytes received from the network"),
    ("network.sent", "bytes", "counter", "bytes sent to the network"),
    ("memory.rss", "bytes", "gauge", "resident memory"),
    ("memory.pss", "bytes", "gauge", "resident memory; what processes share is divided among them"),
    ("memory.rss.peak", "bytes", "gauge", "the most resident memory that each process ever had, summed"),
    ("threads", "count", "gauge", "threads"),
    ("context_switches.voluntary", "count", "counter", "waits that gave the processor away"),
    ("context_switches.involuntary", "count", "counter", "times the scheduler took the processor away"),
];

/// Metrics that no app has, and why.
const NO_NETWORK: &str =
    "the kernel counts network bytes per namespace, not per process; the load engine's own \
                          counts are in the trial";
const UNAVAILABLE: [(&str, &str); 2] = [("network.received", NO_NETWORK), ("network.sent", NO_NETWORK)];
const NOT_SHOWN: &str = "/proc does not show it for every process of the app";

/// The descriptors of the core metrics.
pub fn descriptors() -> Vec<Value> {
    let describe = |(name, unit, kind, description)| {
        json!({
            "name": name, "unit": unit, "kind": kind, "better": "lower", "description": description,
        })
    };
    METRICS.iter().copied().map(describe).collect()
}

/// Figures of a process or thread by metric; None: the kernel does not show it.
type Figures = Vec<(&'static str, Option<u64>)>;

/// What a tree has used; what has ended keeps its last figures (rule M5).
pub struct Usage {
    root: i32,
    /// Counters by pid and thread; of a whole process without one.
    counted: HashMap<(i32, Option<String>), Figures>,
    seen: BTreeSet<i32>,
}

impl Usage {
    pub fn new(root: i32) -> Self {
        Usage { root, counted: HashMap::new(), seen: BTreeSet::new() }
    }

    /// The tree, its metrics by name, why there are not the others, and the processes of earlier answers that
    /// have ended.
    pub fn read(&mut self) -> (Vec<i32>, Map<String, Value>, Map<String, Value>, Vec<i32>) {
        let tree = pids(self.root);
        for &pid in &tree {
            if let Some(times) = times(pid) {
                self.counted.insert((pid, None), times);
            }
            for thread in threads(pid) {
                if let Some(counters) = thread_counters(&format!("/proc/{pid}/task/{thread}")) {
                    self.counted.insert((pid, Some(thread)), counters);
                }
            }
        }
        self.seen.extend(&tree);
        let mut values: HashMap<&str, u64> = METRICS.iter().map(|metric| (metric.0, 0)).collect();
        let mut unavailable = HashMap::from(UNAVAILABLE);
        let gauges: Vec<Figures> = tree.iter().filter_map(|&pid| gauges(pid)).collect();
        for &(name, value) in self.counted.values().chain(&gauges).flatten() {
            match value {
                Some(value) => *values.entry(name).or_default() += value,
                None => drop(unavailable.insert(name, NOT_SHOWN)),
            }
        }
        values.retain(|name, _| !unavailable.contains_key(name));
        let vanished = self.seen.iter().copied().filter(|pid| !tree.contains(pid)).collect();
        (tree, named(values), named(unavailable), vanished)
    }
}

fn named<Figure: Into<Value>>(figures: HashMap<&str, Figure>) -> Map<String, Value> {
    figures.into_iter().map(|(name, figure)| (name.to_string(), figure.into())).collect()
}

/// The numbers of a file with lines like `name: number`, kB as bytes; none when it cannot be read.
fn fields(path: &str) -> HashMap<String, u64> {
    let text = fs::read(path).unwrap_or_default();
    let number = |line: &str| {
        let (name, value) = line.split_once(':')?;
        let (value, unit) = value.trim().strip_suffix(" kB").map_or((value, 1), |value| (value, 1024));
        Some((name.to_string(), value.trim().parse::<u64>().ok()? * unit))
    };
    String::from_utf8_lossy(&text).lines().filter_map(number).collect()
}

/// A process's counters; None when it has just ended.
fn times(pid: i32) -> Option<Figures> {
    // SAFETY: a plain system call.
    let tick = 1_000_000_000 / unsafe { libc::sysconf(libc::_SC_CLK_TCK) as u64 };
    let stat = stat(pid);
    let times =
        vec![("cpu.user", Some(field(&stat, 11) * tick)), ("cpu.system", Some(field(&stat, 12) * tick))];
    (!stat.is_empty()).then_some(times)
}

/// The counters of a thread by its folder in /proc; None when it has just ended.
fn thread_counters(folder: &str) -> Option<Figures> {
    let io = fields(&format!("{folder}/io")); // first: where the others can be read, the thread was there
    let schedstat = fs::read_to_string(format!("{folder}/schedstat")).ok()?;
    let mut times = schedstat.split_whitespace().map_while(|text| text.parse().ok());
    let status = fields(&format!("{folder}/status"));
    Some(vec![
        ("cpu.total", Some(times.next()?)),
        ("process.run_queue_delay", Some(times.next()?)),
        ("context_switches.voluntary", Some(*status.get("voluntary_ctxt_switches")?)),
        ("context_switches.involuntary", Some(*status.get("nonvoluntary_ctxt_switches")?)),
        ("disk.read", io.get("read_bytes").copied()),
        ("disk.written", io.get("write_bytes").copied()),
    ])
}

/// A process's gauges; None when it has ended.
fn gauges(pid: i32) -> Option<Figures> {
    let shared = fields(&format!("/proc/{pid}/smaps_rollup"));
    let status = fields(&format!("/proc/{pid}/status"));
    Some(vec![
        ("memory.rss", Some(*status.get("VmRSS")?)),
        ("memory.pss", shared.get("Pss").copied()),
        ("memory.rss.peak", status.get("VmHWM").copied()),
        ("threads", status.get("Threads").copied()),
    ])
}
