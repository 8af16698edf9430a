//! The processes of an app, from /proc, so that none of them is left.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

/// The numbers among the names in a folder; none when it is gone.
fn numbers(folder: &str) -> Vec<i32> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// The fields of /proc/<pid>/stat after the command: state, parent, group, … (proc(5)); none when it is gone.
fn stat(pid: i32) -> Vec<String> {
    let text = fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.rfind(')')
        .map_or_else(Vec::new, |end| text[end + 1..].split_whitespace().map(String::from).collect())
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
        for thread in numbers(&format!("/proc/{pid}/task")) {
            let children =
                fs::read_to_string(format!("/proc/{pid}/task/{thread}/children")).unwrap_or_default();
            waiting.extend(children.split_whitespace().filter_map(|child| child.parse::<i32>().ok()));
        }
    }
    found
}

/// The living processes of a process group, also those whose parents have ended.
pub fn group(id: i32) -> Vec<i32> {
    let is_member = |pid: &i32| stat(*pid).get(2) == Some(&id.to_string()) && alive(*pid);
    numbers("/proc").into_iter().filter(is_member).collect()
}

/// To a process, or to the group -pid; one that is gone is no error.
pub fn signal(pid: i32, number: i32) {
    // SAFETY: a plain system call.
    unsafe { libc::kill(pid, number) };
}

/// Kills what `find` finds until there is nothing left: a process lives on for a while after its SIGKILL.
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
