//! The folder in which an app's processes keep their counter pages (docs/AGENTS.md).

use crate::counter_page::CounterPage;
use crate::process_tree;
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;
use std::ffi::{CString, OsString};
use std::fs;
use std::io::{Error, Result};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

pub const PREFIX: &str = "harness-agent-";

/// Where a metric is in a page.
#[derive(Clone, Copy)]
pub enum Reading {
    /// A counter: this slot, summed over all processes there ever were.
    Total(usize),
    /// A gauge: this slot, summed over living processes.
    Level(usize),
    /// A gauge: what the first slot counts less what the second one does, summed over living processes.
    Difference(usize, usize),
}

/// A metric of an agent.
pub struct Metric {
    pub name: &'static str,
    pub unit: &'static str,
    /// "lower", "higher" or "neither".
    pub better: &'static str,
    pub description: &'static str,
    /// The kind of page it is in.
    pub page: &'static str,
    pub reading: Reading,
}

impl Metric {
    /// As `initialize` reports it.
    pub fn descriptor(&self) -> Value {
        let kind = if matches!(self.reading, Reading::Total(_)) { "counter" } else { "gauge" };
        let page = match self.reading {
            Reading::Total(slot) | Reading::Level(slot) => json!({"kind": self.page, "slot": slot}),
            Reading::Difference(added, removed) => {
                json!({"kind": self.page, "slot": added, "less": removed})
            }
        };
        json!({
            "name": self.name, "unit": self.unit, "kind": kind, "better": self.better,
            "description": self.description, "page": page,
        })
    }

    fn value(&self, page: &CounterPage) -> u64 {
        match self.reading {
            Reading::Total(slot) => page.total(slot),
            _ if !process_tree::alive(page.pid) => 0,
            Reading::Level(slot) => page.total(slot),
            // A forked child may give back more than it has taken.
            Reading::Difference(added, removed) => {
                (page.total(added).wrapping_sub(page.total(removed)) as i64).max(0) as u64
            }
        }
    }
}

/// In memory, where a page never becomes a write to a disk.
pub fn place() -> PathBuf {
    // SAFETY: a plain system call.
    let is_writable = unsafe { libc::access(b"/dev/shm\0".as_ptr().cast(), libc::W_OK | libc::X_OK) == 0 };
    if is_writable {
        "/dev/shm".into()
    } else {
        std::env::temp_dir()
    }
}

/// Removes what adapters that were killed have left: folders whose owner is gone.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next()?.parse::<u32>().ok());
        if owner.map_or(false, |owner| !Path::new(&format!("/proc/{owner}")).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The pages of one app: made before it starts, removed with this, after its last process has ended.
pub struct AgentFolder {
    pub path: PathBuf,
    metrics: &'static [Metric],
    /// By the file's name. They stay open, so that a process that ends takes nothing with it.
    pages: BTreeMap<OsString, CounterPage>,
}

impl AgentFolder {
    pub fn create(metrics: &'static [Metric]) -> Result<Self> {
        let parent = place();
        sweep(&parent);
        let template = parent.join(format!("{PREFIX}{}-XXXXXX", std::process::id()));
        let template = CString::new(template.as_os_str().as_bytes())?.into_raw();
        // SAFETY: mkdtemp writes over the last characters only; the string is taken back in any case.
        let (is_made, name) = unsafe {
            let is_made = !libc::mkdtemp(template).is_null();
            (is_made, CString::from_raw(template))
        };
        if !is_made {
            return Err(Error::last_os_error());
        }
        let path = OsString::from_vec(name.into_bytes()).into();
        Ok(AgentFolder { path, metrics, pages: BTreeMap::new() })
    }

    /// The agent's values, and the reasons for those there are not.
    pub fn read(&mut self) -> (Map<String, Value>, Map<String, Value>) {
        self.open_new_pages();
        let (mut values, mut unavailable) = (Map::new(), Map::new());
        for metric in self.metrics {
            let is_of_kind = |name: &OsString| name.to_string_lossy().split('.').next() == Some(metric.page);
            let pages = self.pages.iter().filter(|(name, _)| is_of_kind(name)).map(|(_, page)| page);
            let pages: Vec<&CounterPage> = pages.collect();
            match reason(metric.page, &pages) {
                Some(reason) => unavailable.insert(metric.name.into(), json!(reason)),
                None => {
                    let sum: u64 = pages.iter().map(|page| metric.value(page)).sum();
                    values.insert(metric.name.into(), json!(sum))
                }
            };
        }
        (values, unavailable)
    }

    fn open_new_pages(&mut self) {
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if self.pages.contains_key(&name) {
                continue;
            }
            // One that fails is just being made: the next read has it.
            if let Ok(page) = CounterPage::open(&entry.path()) {
                self.pages.insert(name, page);
            }
        }
    }
}

fn reason(kind: &str, pages: &[&CounterPage]) -> Option<String> {
    if pages.is_empty() {
        return Some(format!(
            "no process of the app has the agent ({kind}); is it linked, and its runtime built?"
        ));
    }
    pages.iter().map(|page| page.unavailable()).find(|reason| !reason.is_empty())
}

impl Drop for AgentFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
