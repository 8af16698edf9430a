//! Allocations, exactly.

use crate::subject::{counts, run};
use std::fs;
use std::os::unix::process::ExitStatusExt;

#[test]
fn each_allocation_is_counted_with_its_bytes() {
    assert_eq!(counts(&["boxes", "1000", "24"]), [1000, 24_000, 1000, 0]);
    assert_eq!(counts(&["boxes", "1", "5000000"]), [1, 5_000_000, 1, 0]);
}

#[test]
fn live_bytes_return_to_where_they_were() {
    let (lines, ..) = run(&["kept", "1000", "300"]);
    let list = 1000 * 24; // the list of what is kept
    assert_eq!(lines[0], [1001, 300_000 + list, 0, 300_000 + list]);
    assert_eq!(lines[1], [1001, 300_000 + list, 1001, 0]);
}

#[test]
fn a_reallocation_is_an_allocation_and_a_deallocation() {
    assert_eq!(counts(&["growing"]), [3, 100 + 1000 + 10, 3, 0]);
}

/// What each of the threads counts more than threads that do nothing do.
fn more_than_idle(work: &str, threads: &str, count: &str) -> Vec<i64> {
    let (busy, idle) = (counts(&[work, threads, count]), counts(&[work, threads, "0"]));
    busy.iter().zip(idle).map(|(busy, idle)| busy - idle).collect()
}

#[test]
fn threads_that_end_leave_their_counts_whether_they_had_a_lane_or_not() {
    // There are 128 lanes: 200 threads at once share what is left, long enough to come between each other;
    // 400 in turn use some again.
    for (work, threads, count) in [("together", 4, 500), ("together", 200, 100_000), ("in-turn", 400, 500)] {
        let more = more_than_idle(work, &threads.to_string(), &count.to_string());
        let name = format!("{threads} threads {work}: {more:?}");
        // The standard library keeps the stacks of living threads in a B-tree, of 5 or more to a node of at
        // most 1 KB. How many nodes there are depends on the order in which they came.
        let nodes = if work == "together" { threads / 5 } else { 0 };
        assert!((more[0] - threads * count).abs() <= nodes, "{name}");
        assert!((more[1] - threads * count * 64).abs() <= nodes * 1024, "{name}");
        assert_eq!((more[2], more[3]), (more[0], 0), "{name}");
    }
}

#[test]
fn a_thread_that_ends_gives_its_lane_back() {
    let (_, folder, _) = run(&["in-turn", "400", "1"]);
    let file = fs::read_dir(&folder.0).unwrap().next().unwrap().unwrap().path();
    let page = fs::read(file).unwrap();
    let lanes: Vec<&[u8]> = page[384..].chunks(64).collect();
    assert_eq!(lanes.len(), 128);
    // The first one is the main thread's, which ended with the process.
    let is_taken: Vec<u8> = lanes.iter().map(|lane| lane[56]).collect();
    assert_eq!((is_taken[0], is_taken[1..].iter().sum::<u8>()), (1, 0));
    assert!(lanes[2][..56].iter().all(|byte| *byte == 0), "one lane is enough for threads in turn");
}

#[test]
fn memory_that_another_thread_frees_is_no_longer_live() {
    let more = more_than_idle("handed-over", "1000", "0");
    assert_eq!(more, [0, 0, 0, 0]);
    let counted = counts(&["handed-over", "1000", "100"]);
    assert!(counted[0] > 1000 && counted[1] > 100_000, "{counted:?}");
    assert_eq!((counted[0] - counted[2], counted[3]), (0, 0));
}

#[test]
fn a_crash_leaves_its_totals() {
    let totals = [0, 1000].map(|count| {
        let (_, folder, status) = run(&["crash", &count.to_string()]);
        assert_eq!(status.signal(), Some(6));
        let pages = folder.pages("alloc");
        assert_eq!(pages.len(), 1);
        [0, 1, 2, 3].map(|slot| pages[0].total(slot) as i64)
    });
    let more = [0, 1, 2, 3].map(|slot| totals[1][slot] - totals[0][slot]);
    // Its argument is three bytes longer.
    assert_eq!((more[0], more[2]), (1000, 1000));
    assert!((64_000..64_100).contains(&more[1]), "{more:?}");
}

#[test]
fn a_forked_child_counts_in_a_page_of_its_own() {
    let (lines, folder, _) = run(&["fork", "1000"]);
    assert_eq!(lines, [[1000, 64_000, 1000, 0]; 2]);
    let pages = folder.pages("alloc");
    let parent_and_child: Vec<bool> = pages.iter().map(|page| page.total(0) >= 2000).collect();
    assert_eq!(parent_and_child.iter().filter(|is_child| **is_child).count(), 1, "{parent_and_child:?}");
    assert!(pages.len() == 2 && pages[0].pid != pages[1].pid);
}

#[test]
fn a_process_that_becomes_another_program_goes_on_counting() {
    let (lines, folder, _) = run(&["replace", "1000"]);
    let pages = folder.pages("alloc");
    assert_eq!((pages.len(), &lines[1]), (1, &vec![5, 320, 5, 0]));
    assert!(lines[0][3] > 1_000_000 && pages[0].total(0) as i64 >= lines[0][0] + 10);
    // What the first program had kept went with its memory.
    assert!(pages[0].total(1) - pages[0].total(3) < 100_000);
}
