//! What an app's process tree has used, from /proc.

use crate::process_tree::{field, pids, stat, threads};
use serde_json::{json, Map, Value};
use std::collections::{BTreeSet, HashMap};
use std::fs;

const METRICS: [(&str, &str, &str, &str); 8] = [
    ("cpu.user", "ns", "counter", "processor time in user mode, in ticks of the kernel's clock"),
    ("cpu.system", "ns", "counter", "processor time in the kernel, in ticks of the kernel's clock"),
    ("cpu.total", "ns", "counter", "processor time as the scheduler counts it"),
    ("process.run_queue_delay", "ns", "counter", "time threads were ready but had no processor"),
    ("context_switches.voluntary", "count", "counter", "waits that gave the processor away"),
    ("context_switches.involuntary", "count", "counter", "times the scheduler took the processor away"),
    ("memory.rss", "bytes", "gauge", "resident memory"),
    ("threads", "count", "gauge", "threads"),
];
/// The first metrics; of a process the first two, of a thread the others.
const COUNTERS: usize = 6;

/// The descriptors of the core metrics.
pub fn descriptors() -> Vec<Value> {
    let describe = |(name, unit, kind, description)| {
        json!({
            "name": name, "unit": unit, "kind": kind, "better": "lower", "description": description,
        })
    };
    METRICS.iter().copied().map(describe).collect()
}

fn sysconf(name: libc::c_int) -> u64 {
    // SAFETY: a plain system call.
    unsafe { libc::sysconf(name) as u64 }
}

/// What a tree has used; what has ended keeps its last figures (rule M5).
pub struct Usage {
    root: i32,
    /// By pid and thread; of a whole process without one.
    counted: HashMap<(i32, Option<String>), [u64; COUNTERS]>,
    seen: BTreeSet<i32>,
}

impl Usage {
    pub fn new(root: i32) -> Self {
        Usage { root, counted: HashMap::new(), seen: BTreeSet::new() }
    }

    /// The tree, its metrics by name, and the processes of earlier answers that have ended.
    pub fn read(&mut self) -> (Vec<i32>, Map<String, Value>, Vec<i32>) {
        let tick = 1_000_000_000 / sysconf(libc::_SC_CLK_TCK);
        let page = sysconf(libc::_SC_PAGESIZE);
        let tree = pids(self.root);
        let (mut rss, mut thread_count) = (0, 0);
        for &pid in &tree {
            let fields = stat(pid);
            if !fields.is_empty() {
                rss += field(&fields, 21) * page;
                let times = [field(&fields, 11) * tick, field(&fields, 12) * tick, 0, 0, 0, 0];
                self.counted.insert((pid, None), times);
            }
            for thread in threads(pid) {
                thread_count += 1;
                if let Some(counters) = thread_counters(pid, &thread) {
                    self.counted.insert((pid, Some(thread)), counters);
                }
            }
        }
        self.seen.extend(&tree);
        let mut values = [0; METRICS.len()];
        for counters in self.counted.values() {
            for (value, counter) in values.iter_mut().zip(counters) {
                *value += counter;
            }
        }
        values[COUNTERS..].copy_from_slice(&[rss, thread_count]);
        let named = METRICS.iter().zip(values).map(|(metric, value)| (metric.0.to_string(), json!(value)));
        let vanished = self.seen.iter().copied().filter(|pid| !tree.contains(pid)).collect();
        (tree, named.collect(), vanished)
    }
}

/// None when the thread has just ended.
fn thread_counters(pid: i32, thread: &str) -> Option<[u64; COUNTERS]> {
    let schedstat = fs::read_to_string(format!("/proc/{pid}/task/{thread}/schedstat")).ok()?;
    let status = fs::read_to_string(format!("/proc/{pid}/task/{thread}/status")).ok()?;
    let mut times = schedstat.split_whitespace().map_while(|text| text.parse().ok());
    let switches = |key| status.lines().find_map(|line| line.strip_prefix(key)?.trim().parse().ok());
    let (running, waiting) = (times.next()?, times.next()?);
    let (given, taken) = (switches("voluntary_ctxt_switches:")?, switches("nonvoluntary_ctxt_switches:")?);
    Some([0, 0, running, waiting, given, taken])
}
