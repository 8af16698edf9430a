//! What tokio's workers do.
//!
//! Busy time is measured where workers park, because tokio's own figure (1.24) lacks what a worker has done
//! since it last parked, and tells of a park only when it is over. A thread copies everything to the page.

use crate::allocator::folder;
use crate::counter_page::{add, monotonic_ns, CounterPage, LANES};
use std::cell::Cell;
use std::io::Result;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Handle, Runtime};

/// How old the page's figures can be. 50 short wake-ups a second are less than 0.1 % of a processor.
const SAMPLING_INTERVAL: Duration = Duration::from_millis(20);

// Slots of the page `tokio`. Those in lanes: BUSY and PARKS of the n-th thread that parked, the others of the
// worker that tokio calls n.
const BUSY: usize = 0;
const PARKS: usize = 1;
#[cfg(tokio_unstable)]
mod slots {
    pub const NOOPS: usize = 2;
    pub const STEALS: usize = 3;
    pub const POLLS: usize = 4;
    pub const LOCAL_SCHEDULES: usize = 5;
    pub const OVERFLOWS: usize = 6;
    // Of the runtime.
    pub const REMOTE_SCHEDULES: usize = 7;
    pub const GLOBAL_QUEUE: usize = 8;
    pub const LOCAL_QUEUES: usize = 9;
    pub const WORKERS: usize = 10;
}

/// Set in a worker's word while it is parked.
const PARKED: u64 = 1 << 63;

thread_local! {
    static STARTED_NS: Cell<u64> = const { Cell::new(0) };
    static WORKER: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The process whose runtime is watched.
static WATCHED: AtomicU32 = AtomicU32::new(0);

/// The page of this process; None where there is no folder for pages.
fn page() -> Option<&'static CounterPage> {
    if folder().is_null() {
        return None;
    }
    // SAFETY: the folder is a string that lives as long as the process.
    unsafe { CounterPage::open(folder(), "tokio") }
}

/// Builds the runtime that the app has described, with workers that are watched where there is a folder for
/// pages; fails only where `builder.build()` fails. One runtime of a process can be watched: with a second
/// one its metrics are unavailable.
pub fn build(builder: &mut Builder) -> Result<Runtime> {
    let page = match page() {
        Some(page) => page,
        None => return builder.build(),
    };
    if WATCHED.swap(std::process::id(), SeqCst) == std::process::id() {
        page.declare_unavailable("the process has more than one tokio runtime");
        return builder.build();
    }
    let workers = Arc::new(Workers::new(page));
    let [parking, unparking, stopping] = [(); 3].map(|_| workers.clone());
    builder
        .on_thread_start(|| STARTED_NS.with(|started| started.set(monotonic_ns())))
        .on_thread_park(move || parking.park())
        .on_thread_unpark(move || unparking.unpark())
        .on_thread_stop(move || stopping.stop());
    let runtime = builder.build()?;
    let handle = runtime.handle().clone();
    workers.publish(&handle);
    let sampler = thread::Builder::new().name("harness-agent".into()).stack_size(64 << 10);
    if sampler.spawn(move || workers.sample(&handle)).is_err() {
        page.declare_unavailable("there is no thread for the agent");
    }
    Ok(runtime)
}

/// Says why workers cannot be watched, in at most 79 bytes, where there is a folder for pages: for apps whose
/// runtimes are built by others.
pub fn unwatched(reason: &str) {
    if let Some(page) = page() {
        page.declare_unavailable(reason);
    }
}

/// The workers of a runtime.
struct Workers {
    page: &'static CounterPage,
    count: AtomicUsize,
    /// Of each worker: its busy time and PARKED or, while it is busy, when it would have begun if all of it
    /// had been at once. One word, so that whoever reads it has a time that was true.
    words: [AtomicU64; LANES],
    /// What the page's total of these contains of this runtime.
    remote_schedules: AtomicU64,
}

impl Workers {
    fn new(page: &'static CounterPage) -> Self {
        let words = [(); LANES].map(|_| AtomicU64::new(0));
        Workers { page, count: AtomicUsize::new(0), words, remote_schedules: AtomicU64::new(0) }
    }

    /// A worker is known from its first park on; it has been busy since its thread started.
    fn enter(&self) -> Option<usize> {
        let worker = self.count.fetch_add(1, SeqCst);
        if worker >= LANES {
            self.page.declare_unavailable("the runtime has more workers than the page has lanes (128)");
            return None;
        }
        let started = STARTED_NS.with(Cell::get);
        self.words[worker].store(if started == 0 { monotonic_ns() } else { started }, Relaxed);
        WORKER.with(|own| own.set(Some(worker)));
        Some(worker)
    }

    fn park(&self) {
        if let Some(worker) = WORKER.with(Cell::get).or_else(|| self.enter()) {
            add(&self.page.lanes[worker].counts[PARKS], 1);
            self.words[worker].store(self.busy(worker) | PARKED, Relaxed);
        }
    }

    fn unpark(&self) {
        if let Some(worker) = WORKER.with(Cell::get) {
            self.words[worker].store(monotonic_ns() - self.busy(worker), Relaxed);
        }
    }

    fn stop(&self) {
        if let Some(worker) = WORKER.with(Cell::get) {
            self.words[worker].store(self.busy(worker) | PARKED, Relaxed);
        }
    }

    /// How long the worker has been busy until now.
    fn busy(&self, worker: usize) -> u64 {
        let word = self.words[worker].load(Relaxed);
        if word & PARKED != 0 {
            word & !PARKED
        } else {
            monotonic_ns().saturating_sub(word)
        }
    }

    fn sample(&self, handle: &Handle) {
        loop {
            thread::sleep(SAMPLING_INTERVAL);
            self.publish(handle);
        }
    }

    fn publish(&self, handle: &Handle) {
        for worker in 0..self.count.load(SeqCst).min(LANES) {
            self.page.lanes[worker].counts[BUSY].store(self.busy(worker), Relaxed);
        }
        self.copy(handle);
    }

    /// Copies what tokio counts itself.
    #[cfg(tokio_unstable)]
    #[allow(deprecated)] // tokio 1.24 has no other name for the depth of the injection queue
    fn copy(&self, handle: &Handle) {
        let metrics = handle.metrics();
        let workers = metrics.num_workers();
        for worker in 0..workers.min(LANES) {
            let counts = &self.page.lanes[worker].counts;
            counts[slots::NOOPS].store(metrics.worker_noop_count(worker), Relaxed);
            counts[slots::STEALS].store(metrics.worker_steal_count(worker), Relaxed);
            counts[slots::POLLS].store(metrics.worker_poll_count(worker), Relaxed);
            counts[slots::LOCAL_SCHEDULES].store(metrics.worker_local_schedule_count(worker), Relaxed);
            counts[slots::OVERFLOWS].store(metrics.worker_overflow_count(worker), Relaxed);
        }
        let local: usize = (0..workers).map(|worker| metrics.worker_local_queue_depth(worker)).sum();
        let totals = &self.page.totals;
        let remote = metrics.remote_schedule_count();
        add(&totals[slots::REMOTE_SCHEDULES], remote - self.remote_schedules.swap(remote, Relaxed));
        totals[slots::GLOBAL_QUEUE].store(metrics.injection_queue_depth() as u64, Relaxed);
        totals[slots::LOCAL_QUEUES].store(local as u64, Relaxed);
        totals[slots::WORKERS].store(workers as u64, Relaxed);
    }

    #[cfg(not(tokio_unstable))]
    fn copy(&self, _handle: &Handle) {
        self.page.declare_unavailable("the app was built without --cfg tokio_unstable");
    }
}
