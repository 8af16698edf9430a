//! Folders in which an app's processes keep their counter pages (docs/AGENTS.md).

use std::ffi::{CString, OsString};
use std::fs;
use std::io::{Error, Result};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

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
        let template = place().join(format!("{PREFIX}{}-XXXXXX", std::process::id()));
        let template = CString::new(template.as_os_str().as_bytes())?.into_raw();
        // SAFETY: mkdtemp writes over the last characters only; the string is taken back in any case.
        let (is_made, name) = unsafe {
            let is_made = !libc::mkdtemp(template).is_null();
            (is_made, CString::from_raw(template))
        };
        if !is_made {
            return Err(Error::last_os_error());
        }
        Ok(AgentFolder { path: OsString::from_vec(name.into_bytes()).into() })
    }
}

impl Drop for AgentFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
