//! A program with the agent that does a known amount of work; what it prints is what its page counted
//! meanwhile: allocations, bytes, deallocations and live bytes more than before.

#[path = "allocating.rs"]
mod allocating;
#[path = "../truth/page.rs"]
mod page;
#[path = "scheduling.rs"]
mod scheduling;

use page::Page;
use std::path::Path;

/// A page of this process, which has just been made; None without a folder.
fn own_page(kind: &str) -> Option<Page> {
    let folder = std::env::var("HARNESS_AGENT_DIR").ok()?;
    let name = format!("{kind}.{}", std::process::id());
    Page::open(&Path::new(&folder).join(name))
}

/// Allocations, bytes allocated, deallocations, live bytes.
fn counts(page: &Page) -> [i64; 4] {
    let [allocations, allocated, deallocations, deallocated] =
        [0, 1, 2, 3].map(|slot| page.total(slot) as i64);
    [allocations, allocated, deallocations, allocated - deallocated]
}

/// What the page counts while `work` is done, once it has been done before.
fn counted(mut work: impl FnMut()) -> [i64; 4] {
    let page = match own_page("alloc") {
        Some(page) => page,
        None => return [-1; 4],
    };
    work();
    let before = counts(&page);
    work();
    let mut difference = counts(&page);
    difference.iter_mut().zip(before).for_each(|(after, before)| *after -= before);
    difference
}

fn print(difference: [i64; 4]) {
    println!("{}", difference.map(|number| number.to_string()).join(" "));
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| words.get(index).and_then(|word| word.parse().ok()).unwrap_or(0);
    let (first, second) = (number(1), number(2));
    match words.first().map(String::as_str) {
        Some("boxes") => print(counted(|| allocating::boxes(first, second))),
        Some("kept") => allocating::kept(first, second),
        Some("growing") => print(counted(allocating::growing)),
        Some("together") => print(counted(|| allocating::together(first, second))),
        Some("in-turn") => print(counted(|| allocating::in_turn(first, second))),
        Some("handed-over") => print(counted(|| allocating::handed_over(first, second))),
        Some("crash") => allocating::crash(first),
        Some("fork") => allocating::fork(first),
        Some("replace") => allocating::replace(first),
        Some("maps") => print!("{}", allocating::maps()),
        Some("spin") => scheduling::spin(first as u64),
        Some("spin-on") => scheduling::spin_on(),
        Some("yield") => scheduling::yields(first as u64),
        Some("two-runtimes") => scheduling::two_runtimes(),
        Some("unwatched") => scheduling::unwatched(),
        _ => panic!("no subject {words:?}"),
    }
}
