//! The counter page of docs/AGENTS.md, as a writer in Rust sees it. Nothing here allocates.

use libc::{c_char, c_void};
use std::ffi::CStr;
use std::io::Write;
use std::mem::size_of;
use std::ptr;
use std::sync::atomic::Ordering::{Relaxed, Release};
use std::sync::atomic::{AtomicU64, AtomicU8};

const MAGIC: u64 = u64::from_ne_bytes(*b"HRNSPAGE");
const VERSION: u32 = 1;
const LONGEST_PATH: usize = 512;
/// How many threads, or workers, can count without a lock of the processor.
pub const LANES: usize = 128;
/// The slots that a lane has.
pub const LANE_SLOTS: usize = 7;

/// Counts of one writer, in a cache line of its own; what it has is added to the totals of the same slots.
#[repr(C, align(64))]
pub struct Lane {
    pub counts: [AtomicU64; LANE_SLOTS],
    /// 1 while a thread is its writer, otherwise 0; what was counted stays.
    pub is_taken: AtomicU64,
}

#[repr(C)]
pub struct CounterPage {
    magic: AtomicU64,
    version: u32,
    pid: u32,
    created_ns: u64,
    _readings: AtomicU64,
    _events_written: AtomicU64,
    _event_slots: u64,
    unavailable: [AtomicU8; 80],
    pub totals: [AtomicU64; 32],
    pub lanes: [Lane; LANES],
}

/// Nanoseconds of CLOCK_MONOTONIC.
pub fn monotonic_ns() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes to the given struct only.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Adds to a count that has no other writer: a load and a store.
#[inline]
pub fn add(count: &AtomicU64, amount: u64) {
    count.store(count.load(Relaxed).wrapping_add(amount), Relaxed);
}

impl CounterPage {
    /// The page of this process, made or, after an exec, continued; None when it cannot be mapped.
    ///
    /// # Safety
    /// `folder` is a string that ends with 0.
    pub unsafe fn open(folder: *const c_char, kind: &str) -> Option<&'static CounterPage> {
        let folder = CStr::from_ptr(folder).to_bytes();
        let pid = libc::getpid() as u32;
        let mut path = [0u8; LONGEST_PATH];
        let mut rest = path.get_mut(..LONGEST_PATH - 1)?; // the last byte stays 0
        rest.write_all(folder).ok()?;
        write!(rest, "/{kind}.{pid}").ok()?;
        let page = map(path.as_ptr().cast())?;
        (*page).version = VERSION;
        (*page).pid = pid;
        if (*page).created_ns == 0 {
            (*page).created_ns = monotonic_ns();
        }
        let page = &*page;
        page.fold();
        page.magic.store(MAGIC, Release);
        Some(page)
    }

    /// Adds what an earlier program of this process has left in lanes to the totals.
    fn fold(&self) {
        for lane in &self.lanes {
            for (count, total) in lane.counts.iter().zip(&self.totals) {
                add(total, count.swap(0, Relaxed));
            }
            lane.is_taken.store(0, Relaxed);
        }
    }

    /// Says why this process cannot tell; at most 79 bytes.
    pub fn declare_unavailable(&self, reason: &str) {
        for (place, byte) in self.unavailable[..79].iter().zip(reason.bytes()) {
            place.store(byte, Relaxed);
        }
    }
}

/// Maps the file as a page, its memory reserved, so that no store fails later.
unsafe fn map(path: *const c_char) -> Option<*mut CounterPage> {
    let size = size_of::<CounterPage>();
    let descriptor = libc::open(path, libc::O_RDWR | libc::O_CREAT | libc::O_CLOEXEC, 0o600);
    if descriptor < 0 {
        return None;
    }
    let mut memory: *mut c_void = libc::MAP_FAILED;
    if libc::posix_fallocate(descriptor, 0, size as libc::off_t) == 0 {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        memory = libc::mmap(ptr::null_mut(), size, access, libc::MAP_SHARED, descriptor, 0);
    }
    libc::close(descriptor);
    (memory != libc::MAP_FAILED).then_some(memory.cast())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_that_of_the_documentation() {
        assert_eq!(size_of::<Lane>(), 64);
        assert_eq!(size_of::<CounterPage>(), 384 + LANES * size_of::<Lane>());
        // SAFETY: all its fields may be zero.
        let page: Box<CounterPage> = Box::new(unsafe { std::mem::zeroed() });
        let begin = &*page as *const CounterPage as usize;
        assert_eq!(page.unavailable.as_ptr() as usize - begin, 48);
        assert_eq!(page.totals.as_ptr() as usize - begin, 128);
        assert_eq!(page.lanes.as_ptr() as usize - begin, 384);
    }
}
