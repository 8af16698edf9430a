//! Readers of counter pages, on pages that the tests write byte by byte as docs/AGENTS.md says.

mod agent_folder;
mod counter_page;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

const SLOTS: usize = 4;

/// What is written into a page.
#[derive(Default)]
struct Page<'a> {
    pid: u32,
    totals: &'a [u64],
    lanes: &'a [[u64; 8]],
    reason: &'a str,
}

impl Page<'_> {
    fn bytes(&self, magic: &[u8; 8], version: u32) -> Vec<u8> {
        let mut bytes = magic.to_vec();
        bytes.extend(version.to_ne_bytes());
        bytes.extend(self.pid.to_ne_bytes());
        bytes.extend([1, 0, 0, SLOTS as u64].map(u64::to_ne_bytes).concat());
        bytes.extend(self.reason.bytes());
        bytes.resize(128, 0);
        bytes.extend(self.totals.iter().flat_map(|total| total.to_ne_bytes()));
        bytes.resize(384, 0);
        bytes.resize(384 + SLOTS * 24, 0xff); // events, which are nothing to a sum
        bytes.extend(self.lanes.iter().flatten().flat_map(|word| word.to_ne_bytes()));
        bytes
    }

    /// Writes the page anew, into the file that readers have mapped.
    fn write(&self, path: &Path) {
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path).unwrap();
        file.write_all(&self.bytes(b"HRNSPAGE", 1)).unwrap();
    }
}

/// A folder of this test, removed with it.
struct Place(std::path::PathBuf);

impl Place {
    fn create(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pages-test-{name}-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Place(path)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
