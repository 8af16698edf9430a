//! The system's allocator, counted.
//!
//! Every thread counts in a lane of the page that is its own: a load and a store, no read-modify-write. A
//! lane whose thread has ended goes on with the next one. A thread that finds none left adds to the totals,
//! atomically.

use crate::counter_page::{add, CounterPage, Lane};
use libc::{c_char, c_void};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize};

// Slots of the page `alloc`, of totals and lanes.
const ALLOCATIONS: usize = 0;
const ALLOCATED: usize = 1;
const DEALLOCATIONS: usize = 2;
const DEALLOCATED: usize = 3;

// What LANE holds besides the address of a lane.
const UNKNOWN: usize = 0;
const OFF: usize = 1;
const SHARED: usize = 2;

thread_local! {
    static LANE: Cell<usize> = const { Cell::new(UNKNOWN) };
}

// States of the process.
const UNSTARTED: usize = 0;
const STARTING: usize = 1;
const STARTED: usize = 2;

static STATE: AtomicUsize = AtomicUsize::new(UNSTARTED);
/// A copy of `HARNESS_AGENT_DIR`, for children that are forked; null: count nothing.
static FOLDER: AtomicPtr<c_char> = AtomicPtr::new(ptr::null_mut());
static PAGE: AtomicPtr<CounterPage> = AtomicPtr::new(ptr::null_mut());
/// Tells when a thread ends, after its thread-local values are gone.
static THREAD_END: AtomicU32 = AtomicU32::new(0);

/// Allocates with [`System`] and counts. A reallocation counts as an allocation of the new size and a
/// deallocation of the old one; what fails is not counted.
pub struct CountingAllocator;

// SAFETY: System does the work; counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for CountingAllocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        counted(System.alloc(layout), layout.size())
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        counted(System.alloc_zeroed(layout), layout.size())
    }

    #[inline]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        System.dealloc(memory, layout);
        count(DEALLOCATIONS, DEALLOCATED, layout.size());
    }

    #[inline]
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let moved = counted(System.realloc(memory, layout, size), size);
        if !moved.is_null() {
            count(DEALLOCATIONS, DEALLOCATED, layout.size());
        }
        moved
    }
}

#[inline]
fn counted(memory: *mut u8, size: usize) -> *mut u8 {
    if !memory.is_null() {
        count(ALLOCATIONS, ALLOCATED, size);
    }
    memory
}

#[inline]
fn count(number: usize, bytes: usize, size: usize) {
    let lane = LANE.with(Cell::get);
    if lane > SHARED {
        // SAFETY: it is the address of a lane; pages are never unmapped.
        let lane = unsafe { &*(lane as *const Lane) };
        add(&lane.counts[number], 1);
        add(&lane.counts[bytes], size as u64);
    } else if lane != OFF {
        count_without_lane(lane, number, bytes, size);
    }
}

#[cold]
fn count_without_lane(lane: usize, number: usize, bytes: usize, size: usize) {
    if lane == SHARED {
        // SAFETY: pages are never unmapped.
        if let Some(page) = unsafe { PAGE.load(Acquire).as_ref() } {
            page.totals[number].fetch_add(1, Relaxed);
            page.totals[bytes].fetch_add(size as u64, Relaxed);
        }
        return;
    }
    if keeping_errno(is_started) {
        let lane = keeping_errno(take_lane);
        LANE.with(|own| own.set(lane));
        count(number, bytes, size);
    }
}

/// Whether it is known if there is a page; the first allocation of the process finds out.
fn is_started() -> bool {
    match STATE.compare_exchange(UNSTARTED, STARTING, AcqRel, Acquire) {
        Ok(_) => {
            // SAFETY: reads the environment, which nobody changes before the first allocation.
            unsafe { start() };
            STATE.store(STARTED, Release);
            true
        }
        Err(state) => state == STARTED,
    }
}

unsafe fn start() {
    let folder = libc::getenv(b"HARNESS_AGENT_DIR\0".as_ptr().cast());
    let mut key = 0;
    if folder.is_null() || *folder == 0 || libc::pthread_key_create(&mut key, Some(give_lane_back)) != 0 {
        return;
    }
    THREAD_END.store(key, Release);
    FOLDER.store(libc::strdup(folder), Release);
    open_page();
    libc::pthread_atfork(None, None, Some(after_fork_in_child));
}

/// The folder of this process's pages; null when it counts nothing.
pub fn folder() -> *const c_char {
    FOLDER.load(Acquire)
}

/// Opens the page; what an earlier program of this process left allocated went with its memory.
unsafe fn open_page() {
    let folder = folder();
    let page = if folder.is_null() { None } else { CounterPage::open(folder, "alloc") };
    if let Some(page) = page {
        page.totals[DEALLOCATED].store(page.totals[ALLOCATED].load(Relaxed), Relaxed);
    }
    PAGE.store(page.map_or(ptr::null_mut(), |page| page as *const CounterPage as *mut _), Release);
}

/// The child has one thread and counts in a page of its own; its parent's lane stays the parent's.
unsafe extern "C" fn after_fork_in_child() {
    keeping_errno(|| {
        libc::pthread_setspecific(THREAD_END.load(Acquire), ptr::null());
        open_page();
        LANE.with(|own| own.set(UNKNOWN));
    });
}

fn take_lane() -> usize {
    // SAFETY: pages are never unmapped.
    let page = match unsafe { PAGE.load(Acquire).as_ref() } {
        Some(page) => page,
        None => return OFF,
    };
    let is_free = |lane: &&Lane| lane.is_taken.compare_exchange(0, 1, Acquire, Relaxed).is_ok();
    page.lanes.iter().find(is_free).map_or(SHARED, |lane| {
        let address = lane as *const Lane;
        // SAFETY: the key exists as long as the process.
        match unsafe { libc::pthread_setspecific(THREAD_END.load(Acquire), address.cast()) } {
            0 => address as usize,
            _ => SHARED, // nobody would give the lane back
        }
    })
}

/// Called with its lane when a thread ends; what it still frees goes to the totals.
unsafe extern "C" fn give_lane_back(lane: *mut c_void) {
    LANE.with(|own| own.set(SHARED));
    (*lane.cast::<Lane>()).is_taken.store(0, Release);
}

fn keeping_errno<Result>(work: impl FnOnce() -> Result) -> Result {
    // SAFETY: the address of this thread's errno.
    unsafe {
        let error = *libc::__errno_location();
        let result = work();
        *libc::__errno_location() = error;
        result
    }
}
