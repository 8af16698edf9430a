//! A process tree, from /proc.

use serde_json::{json, Value};
use std::fs;
use std::thread::sleep;
use std::time::Duration;

/// The ids of a process's threads; none when it is gone.
pub(crate) fn threads(pid: i32) -> Vec<String> {
    let entries = fs::read_dir(format!("/proc/{pid}/task"));
    entries.map_or_else(
        |_| vec![],
        |entries| entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect(),
    )
}

/// The fields of /proc/<pid>/stat after the command: state, parent, … (proc(5) numbers them from 3).
pub(crate) fn stat(pid: i32) -> Vec<String> {
    let text = fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.rfind(')')
        .map_or_else(Vec::new, |end| text[end + 1..].split_whitespace().map(String::from).collect())
}

pub(crate) fn field(fields: &[String], index: usize) -> u64 {
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
