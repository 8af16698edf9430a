//! What tokio's workers do, against what their tasks know.

use crate::page::Page;
use crate::subject::Conversation;
use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

const BUSY: usize = 0;
const PARKS: usize = 1;
const POLLS: usize = 4;
const REMOTE_SCHEDULES: usize = 7;
const WORKERS: usize = 10;
const MILLISECOND: u64 = 1_000_000;

/// Waits, 20 s at most, until the page has so much; a thread that needs a processor writes it every 20 ms.
fn await_total(page: &Page, slot: usize, least: u64) -> u64 {
    let begin = Instant::now();
    while page.total(slot) < least {
        assert!(begin.elapsed() < Duration::from_secs(20), "slot {slot} has {}", page.total(slot));
        sleep(Duration::from_millis(1));
    }
    page.total(slot)
}

/// How long the program's threads were ready but had no processor.
fn run_queue_delay(pid: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten();
    let delay = |path: std::path::PathBuf| -> Option<u64> {
        fs::read_to_string(path.join("schedstat")).ok()?.split(' ').nth(1)?.parse().ok()
    };
    threads.filter_map(|thread| delay(thread.path())).sum()
}

#[test]
fn workers_are_busy_as_long_as_their_tasks_spin() {
    let mut program = Conversation::start(&["spin", "200"]);
    let took: u64 = program.line().parse().unwrap();
    let page = program.workers();
    let busy = await_total(&page, BUSY, took - took / 100);
    assert!(took >= 400 * MILLISECOND);
    // The requirement is 10 %; a worker that has lost its processor on the way to its park is still busy.
    let doubt = run_queue_delay(program.pid());
    assert!(busy <= took + took / 10 + doubt, "{busy} ns, of which tasks took {took} ns");
    assert_eq!(await_total(&page, WORKERS, 1), 2);
    assert!(page.total(PARKS) >= 2);
    assert_eq!(await_total(&page, REMOTE_SCHEDULES, 4), 4);
    // Parked workers are not busy: what comes now is less than a tenth of the time that passes.
    let begin = Instant::now();
    sleep(Duration::from_millis(300));
    let idle = page.total(BUSY) - busy;
    let delay = run_queue_delay(program.pid()) - doubt;
    assert!(u128::from(idle) < begin.elapsed().as_nanos() / 10 + u128::from(delay), "{idle} ns of busy");
}

#[test]
fn a_worker_that_never_parks_is_seen_to_be_busy() {
    let mut program = Conversation::start(&["spin-on"]);
    program.line();
    let page = program.workers();
    await_total(&page, PARKS, 2);
    program.go_on();
    program.line();
    let before = page.total(BUSY);
    await_total(&page, BUSY, before + 50 * MILLISECOND);
    assert_eq!(page.reason(), "");
}

#[test]
fn polls_are_tokios() {
    let mut program = Conversation::start(&["yield", "10000"]);
    program.line();
    let polls = await_total(&program.workers(), POLLS, 10_000);
    // 20 tasks woke the workers.
    assert!(polls <= 10_000 + 20, "{polls}");
}

#[test]
fn a_second_runtime_makes_the_sum_unknown() {
    let mut program = Conversation::start(&["two-runtimes"]);
    program.line();
    assert!(program.workers().reason().contains("more than one"));
}

#[test]
fn an_app_whose_runtimes_others_build_says_why() {
    let mut program = Conversation::start(&["unwatched"]);
    program.line();
    assert_eq!(program.workers().reason(), "others build the runtime");
}
