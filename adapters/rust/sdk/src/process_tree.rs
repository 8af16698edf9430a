//! A process tree and what it has used so far, from /proc.

use serde_json::{json, Map, Value};
use std::fs;
use std::thread::sleep;
use std::time::Duration;

const METRICS: [(&str, &str, &str, &str); 7] = [
    ("cpu.user", "ns", "counter", "processor time in user mode, in ticks of the kernel's clock"),
    ("cpu.system", "ns", "counter", "processor time in the kernel, in ticks of the kernel's clock"),
    ("cpu.total", "ns", "counter", "processor time as the scheduler counts it"),
    ("memory.rss", "bytes", "gauge", "resident memory"),
    ("threads", "count", "gauge", "threads"),
    ("context_switches.voluntary", "count", "counter", "waits that gave the processor away"),
    ("context_switches.involuntary", "count", "counter", "times the scheduler took the processor away"),
];

/// The descriptors of the core metrics.
pub fn descriptors() -> Value {
    let describe = |&(name, unit, kind, description): &(&str, &str, &str, &str)| json!({"name": name, "unit": unit, "kind": kind, "better": "lower", "description": description});
    METRICS.iter().map(describe).collect()
}

fn sysconf(name: libc::c_int) -> u64 {
    // SAFETY: a plain system call.
    unsafe { libc::sysconf(name) as u64 }
}

fn threads(pid: i32) -> Vec<String> {
    let entries = fs::read_dir(format!("/proc/{pid}/task"));
    entries.map_or_else(
        |_| vec![],
        |entries| entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect(),
    )
}

/// The fields of /proc/<pid>/stat after the command: state, parent, … (proc(5) numbers them from 3).
fn stat(pid: i32) -> Vec<String> {
    let text = fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.rfind(')')
        .map_or_else(Vec::new, |end| text[end + 1..].split_whitespace().map(String::from).collect())
}

fn field(fields: &[String], index: usize) -> u64 {
    fields.get(index).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Whether the process exists and is no zombie.
pub fn alive(pid: i32) -> bool {
    stat(pid).first().map_or(false, |state| state != "Z" && state != "X")
}

/// The living processes of the tree below and including root, parents before children.
pub fn pids(root: i32) -> Vec<i32> {
    let mut found = vec![];
    let mut waiting = std::collections::VecDeque::from([root]);
    while let Some(pid) = waiting.pop_front() {
        if !alive(pid) {
            continue;
        }
        found.push(pid);
        for thread in threads(pid) {
            let children =
                fs::read_to_string(format!("/proc/{pid}/task/{thread}/children")).unwrap_or_default();
            waiting.extend(children.split_whitespace().filter_map(|child| child.parse::<i32>().ok()));
        }
    }
    found
}

/// The living processes of a process group, also those whose parents have ended.
pub fn group(id: i32) -> Vec<i32> {
    let names = fs::read_dir("/proc").into_iter().flatten().flatten();
    names
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|&pid| field(&stat(pid), 2) == id as u64 && alive(pid))
        .collect()
}

/// Sends a signal to a process, or to the group -pid; one that is gone is no error.
pub fn signal(pid: i32, number: i32) {
    // SAFETY: a plain system call.
    unsafe { libc::kill(pid, number) };
}

/// Kills what `find` finds until that is nothing: a process lives on for a while after its SIGKILL.
pub fn kill(find: impl Fn() -> Vec<i32>) {
    loop {
        let left = find();
        if left.is_empty() {
            return;
        }
        left.into_iter().for_each(|pid| signal(pid, libc::SIGKILL));
        sleep(Duration::from_millis(1));
    }
}

/// The tree as `app/start` reports it.
pub fn describe(root: i32) -> Value {
    let describe = |pid: i32| {
        let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let command = String::from_utf8_lossy(&command).replace('\0', " ");
        let command: String = command.trim().chars().take(200).collect();
        json!({"pid": pid, "parent": field(&stat(pid), 1), "command": command})
    };
    pids(root).into_iter().map(describe).collect()
}

/// The pids of the tree, and its metrics by name.
pub fn read(root: i32) -> (Vec<i32>, Map<String, Value>) {
    let tick = 1_000_000_000 / sysconf(libc::_SC_CLK_TCK);
    let page = sysconf(libc::_SC_PAGESIZE);
    let tree = pids(root);
    let mut values = [0u64; METRICS.len()];
    for &pid in &tree {
        let fields = stat(pid);
        values[0] += field(&fields, 11) * tick;
        values[1] += field(&fields, 12) * tick;
        values[3] += field(&fields, 21) * page;
        for thread in threads(pid) {
            let schedstat =
                fs::read_to_string(format!("/proc/{pid}/task/{thread}/schedstat")).unwrap_or_default();
            values[2] += schedstat.split(' ').next().and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
            values[4] += 1;
            let status = fs::read_to_string(format!("/proc/{pid}/task/{thread}/status")).unwrap_or_default();
            values[5] += switches(&status, "voluntary_ctxt_switches:");
            values[6] += switches(&status, "nonvoluntary_ctxt_switches:");
        }
    }
    let named = METRICS.iter().zip(values).map(|(metric, value)| (metric.0.to_string(), json!(value)));
    (tree, named.collect())
}

fn switches(status: &str, key: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}
