//! A counter page of a running or ended process, as its reader sees it (docs/AGENTS.md).

use std::fs::OpenOptions;
use std::io::{Error, ErrorKind, Result};
use std::os::unix::io::AsRawFd;
use std::path::Path;
use std::ptr;
use std::sync::atomic::Ordering::{Acquire, Relaxed};
use std::sync::atomic::{fence, AtomicU64};

const MAGIC: u64 = u64::from_ne_bytes(*b"HRNSPAGE");
const VERSION: u32 = 1;
// In words of 8 bytes.
const EVENT_SLOTS: usize = 5;
const UNAVAILABLE: usize = 6;
const TOTALS: usize = 16;
const EVENTS: usize = 48;
const EVENT_WORDS: usize = 3;
const LANE_WORDS: usize = 8;
const LANE_SLOTS: usize = 7;

/// A page that is complete, mapped for as long as this lives.
pub struct CounterPage {
    pub pid: i32,
    memory: *const AtomicU64,
    words: usize,
    first_lane: usize,
}

// SAFETY: what it points to is shared with other processes anyway, and read atomically.
unsafe impl Send for CounterPage {}

impl CounterPage {
    /// The page in a file; fails while it is not complete, or when it is none.
    pub fn open(path: &Path) -> Result<Self> {
        let refused = |what: &str| Error::new(ErrorKind::InvalidData, format!("{} {what}", path.display()));
        let file = OpenOptions::new().read(true).open(path)?;
        let words = file.metadata()?.len() as usize / 8;
        if words < EVENTS {
            return Err(refused("is no counter page, or not complete yet"));
        }
        // SAFETY: a new mapping of a file that never gets shorter.
        let memory = unsafe {
            libc::mmap(ptr::null_mut(), words * 8, libc::PROT_READ, libc::MAP_SHARED, file.as_raw_fd(), 0)
        };
        if memory == libc::MAP_FAILED {
            return Err(Error::last_os_error());
        }
        let mut page = CounterPage { pid: 0, memory: memory.cast(), words, first_lane: words };
        if page.word(0) != MAGIC {
            return Err(refused("is no counter page, or not complete yet"));
        }
        fence(Acquire);
        let head = page.word(1).to_ne_bytes(); // two fields of 4 bytes
        let half = |at: usize| u32::from_ne_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        if half(0) != VERSION {
            return Err(refused(&format!("has version {} of the counter page, not {VERSION}", half(0))));
        }
        page.pid = half(4) as i32;
        page.first_lane =
            EVENTS.saturating_add((page.word(EVENT_SLOTS) as usize).saturating_mul(EVENT_WORDS));
        Ok(page)
    }

    fn word(&self, index: usize) -> u64 {
        assert!(index < self.words);
        // SAFETY: within the mapping, and aligned as the mapping is.
        unsafe { (*self.memory.add(index)).load(Relaxed) }
    }

    /// Why there is nothing to count in this process, or "".
    pub fn unavailable(&self) -> String {
        let text: Vec<u8> = (UNAVAILABLE..TOTALS).flat_map(|index| self.word(index).to_ne_bytes()).collect();
        let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
        String::from_utf8_lossy(&text[..end]).into_owned()
    }

    /// A cumulative total, that of the lanes included.
    pub fn total(&self, slot: usize) -> u64 {
        let lanes = (self.first_lane..self.words.saturating_sub(LANE_WORDS - 1)).step_by(LANE_WORDS);
        let lanes = lanes.filter(|_| slot < LANE_SLOTS).map(|lane| self.word(lane + slot));
        lanes.fold(self.word(TOTALS + slot), u64::wrapping_add)
    }
}

impl Drop for CounterPage {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours, and nothing borrows from it.
        unsafe { libc::munmap(self.memory as *mut libc::c_void, self.words * 8) };
    }
}
