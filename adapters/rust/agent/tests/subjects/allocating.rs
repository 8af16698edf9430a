//! Programs that allocate a known number of times.

use crate::{counted, counts, own_page, print};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::thread;

/// Reads where the memory is in a way that the compiler cannot leave out, and so neither the memory.
fn show<Item>(memory: Vec<Item>) -> Vec<Item> {
    let address = memory.as_ptr();
    // SAFETY: a local variable.
    unsafe { std::ptr::read_volatile(&address) };
    memory
}

/// Allocates and frees so many times so many bytes.
pub fn boxes(count: usize, size: usize) {
    for _ in 0..count {
        drop(show(Vec::<u8>::with_capacity(size)));
    }
}

/// What is counted while the memory is kept, and when it has been freed.
pub fn kept(count: usize, size: usize) {
    let page = own_page("alloc").expect("a page");
    let before = counts(&page);
    let memory: Vec<Vec<u8>> = (0..count).map(|_| show(vec![0; size])).collect();
    let during = counts(&page);
    drop(memory);
    let after = counts(&page);
    for state in [during, after] {
        print([0, 1, 2, 3].map(|index| state[index] - before[index]));
    }
}

/// 100 bytes that become 1000 and then 10, and go.
pub fn growing() {
    let mut memory: Vec<u8> = show(Vec::with_capacity(100));
    memory.reserve_exact(1000);
    memory = show(memory);
    memory.extend_from_slice(&[7; 10]);
    memory.shrink_to_fit();
    drop(show(memory));
}

/// So many threads that live at the same time, each with so many allocations of 64 bytes.
pub fn together(threads: usize, count: usize) {
    let barrier = Arc::new(Barrier::new(threads));
    let work = |barrier: Arc<Barrier>| {
        move || {
            boxes(1, 64); // takes a lane, if there is one
            barrier.wait();
            boxes(count, 64);
        }
    };
    let started: Vec<_> = (0..threads).map(|_| thread::spawn(work(barrier.clone()))).collect();
    started.into_iter().for_each(|thread| thread.join().unwrap());
}

/// So many threads one after the other, each with so many allocations of 64 bytes.
pub fn in_turn(threads: usize, count: usize) {
    for _ in 0..threads {
        thread::spawn(move || boxes(count, 64)).join().unwrap();
    }
}

/// Memory that one thread allocates and another one frees.
pub fn handed_over(count: usize, size: usize) {
    let memory: Vec<Vec<u8>> =
        thread::spawn(move || (0..count).map(|_| vec![0; size]).collect()).join().unwrap();
    thread::spawn(move || drop(memory)).join().unwrap();
}

/// Ends without any order, in the midst of its work.
pub fn crash(count: usize) {
    boxes(count, 64);
    std::process::abort();
}

/// Allocates so many times, and as often again in a child.
pub fn fork(count: usize) {
    // SAFETY: this program has one thread.
    unsafe {
        let page = own_page("alloc").expect("a page");
        let before = counts(&page);
        let child = libc::fork();
        if child == 0 {
            print(counted(|| boxes(count, 64)));
            libc::_exit(0);
        }
        libc::waitpid(child, std::ptr::null_mut(), 0);
        boxes(count, 64);
        let after = counts(&page);
        print([0, 1, 2, 3].map(|index| after[index] - before[index]));
    }
}

/// Allocates so many times and keeps a million bytes, then becomes another program, which allocates 5 times.
pub fn replace(count: usize) {
    boxes(count, 64);
    show(vec![1u8; 1_000_000]).leak();
    let page = own_page("alloc").expect("a page");
    print(counts(&page));
    panic!("{}", Command::new(std::env::current_exe().unwrap()).args(["boxes", "5", "64"]).exec());
}

/// What is mapped into this program.
pub fn maps() -> String {
    std::fs::read_to_string("/proc/self/maps").unwrap()
}
