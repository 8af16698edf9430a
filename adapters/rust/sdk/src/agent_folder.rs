//! Folders in which an app's processes keep their counter pages (docs/AGENTS.md).

use std::fs::{self, DirBuilder};
use std::io::Result;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

pub const PREFIX: &str = "harness-agent-";

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

/// The folder of one app, removed with this, after its last process has ended.
pub struct AgentFolder {
    pub path: PathBuf,
}

impl AgentFolder {
    /// A new folder; what adapters that were killed have left is removed: folders whose owner is gone.
    pub fn make() -> Result<Self> {
        for entry in fs::read_dir(place()).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let owner =
                name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next()?.parse::<u32>().ok());
            if owner.map_or(false, |owner| !Path::new(&format!("/proc/{owner}")).exists()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let path = place().join(format!("{PREFIX}{}-{:x}", std::process::id(), now.as_nanos()));
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(AgentFolder { path })
    }
}

impl Drop for AgentFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
