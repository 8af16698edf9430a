//! Programs with a runtime of two workers.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    harness_agent::build(Builder::new_multi_thread().worker_threads(2)).unwrap()
}

/// Tells the reader and waits until it has read.
fn say(text: impl std::fmt::Display) {
    println!("{text}");
    let _ = std::io::stdin().read(&mut [0]).unwrap();
}

/// Two tasks that spin for half of so many milliseconds, and two more when these have ended; then prints the
/// nanoseconds they took, all together.
pub fn spin(milliseconds: u64) {
    let runtime = runtime();
    let task = move || async move {
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_millis(milliseconds) / 2 {
            std::hint::spin_loop();
        }
        begin.elapsed().as_nanos()
    };
    let mut took = 0;
    for _ in 0..2 {
        let tasks = [runtime.spawn(task()), runtime.spawn(task())];
        took += tasks.into_iter().map(|task| runtime.block_on(task).unwrap()).sum::<u128>();
        std::thread::sleep(Duration::from_millis(5)); // the workers park
    }
    say(took);
}

/// When both workers have parked, a task that spins until it has been seen.
pub fn spin_on() {
    let runtime = runtime();
    say("parking");
    let is_seen = Arc::new(AtomicBool::new(false));
    let end = is_seen.clone();
    let task = runtime.spawn(async move {
        while !end.load(Ordering::Relaxed) {
            std::hint::spin_loop();
        }
    });
    say("spins");
    is_seen.store(true, Ordering::Relaxed);
    runtime.block_on(task).unwrap();
}

struct Yield(bool);

impl std::future::Future for Yield {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, context: &mut std::task::Context) -> std::task::Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    }
}

/// A task that is polled so many times; then both workers are woken, because a worker tells when it is.
pub fn yields(polls: u64) {
    let runtime = runtime();
    let task = runtime.spawn(async move {
        for _ in 1..polls {
            Yield(false).await;
        }
    });
    runtime.block_on(task).unwrap();
    for _ in 0..20 {
        runtime.block_on(runtime.spawn(async {})).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    say("woken");
}

/// Two runtimes of one process.
pub fn two_runtimes() {
    let runtimes = [runtime(), runtime()];
    runtimes.iter().for_each(|runtime| assert_eq!(runtime.block_on(async { 7 }), 7));
    say("built");
}

/// A program with a runtime that the agent has not built.
pub fn unwatched() {
    let _runtime = Builder::new_multi_thread().worker_threads(2).build().unwrap();
    harness_agent::unwatched("others build the runtime");
    say("runs");
}
