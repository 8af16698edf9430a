//! A page as docs/AGENTS.md describes it; that the host reads it so is proved where the host is.

#![allow(dead_code)] // each program that has it uses a part of it

use std::fs::{self, File};
use std::os::unix::io::AsRawFd;
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};

/// A page that is mapped for as long as the program lives; to look at it allocates nothing.
pub struct Page {
    pub pid: u64,
    words: &'static [AtomicU64],
}

impl Page {
    /// None where there is no such file, or a process is about to make a page of it.
    pub fn open(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let count = file.metadata().unwrap().len() as usize / 8;
        if count == 0 {
            return None;
        }
        // SAFETY: a new mapping of a file that never gets shorter, which is never taken away.
        let words = unsafe {
            let memory = libc::mmap(
                ptr::null_mut(),
                count * 8,
                libc::PROT_READ,
                libc::MAP_SHARED,
                file.as_raw_fd(),
                0,
            );
            assert_ne!(memory, libc::MAP_FAILED);
            std::slice::from_raw_parts(memory.cast::<AtomicU64>(), count)
        };
        let page = Page { pid: words[1].load(Ordering::Relaxed) >> 32, words };
        if page.word(0) == 0 {
            return None;
        }
        assert_eq!(
            (page.word(0).to_ne_bytes(), page.word(1) as u32),
            (*b"HRNSPAGE", 1),
            "{}",
            path.display()
        );
        Some(page)
    }

    /// The pages of a kind in a folder.
    pub fn all(folder: &Path, kind: &str) -> Vec<Self> {
        let files = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
        let of_kind = files.filter(|path| path.file_stem().map_or(false, |stem| stem == kind));
        of_kind.filter_map(|path| Page::open(&path)).collect()
    }

    fn word(&self, index: usize) -> u64 {
        self.words[index].load(Ordering::Relaxed)
    }

    /// Why there is nothing to count in its process, or "".
    pub fn reason(&self) -> String {
        let text: Vec<u8> = (6..16).flat_map(|index| self.word(index).to_ne_bytes()).collect();
        String::from_utf8_lossy(&text).trim_end_matches('\0').to_string()
    }

    /// A total with those of the lanes.
    pub fn total(&self, slot: usize) -> u64 {
        let lanes = (48 + 3 * self.word(5) as usize..self.words.len()).step_by(8).filter(|_| slot < 7);
        lanes.fold(self.word(16 + slot), |sum, lane| sum.wrapping_add(self.word(lane + slot)))
    }
}
