use crate::{Page, Place};
use harness_adapter_sdk::counter_page::CounterPage;
use std::fs;

#[test]
fn totals_are_read_as_they_grow() {
    let place = Place::create("totals");
    let path = place.0.join("test.4711");
    Page { pid: 4711, totals: &[(1 << 63) + 1, 7], ..Page::default() }.write(&path);
    let page = CounterPage::open(&path).unwrap();
    assert_eq!((page.pid, page.total(0), page.total(1), page.total(31)), (4711, (1 << 63) + 1, 7, 0));
    Page { pid: 4711, totals: &[(1 << 63) + 2, 8], ..Page::default() }.write(&path);
    assert_eq!((page.total(0), page.total(1)), ((1 << 63) + 2, 8));
}

#[test]
fn lanes_are_part_of_the_totals_of_their_slots() {
    let place = Place::create("lanes");
    let path = place.0.join("test.1");
    let lanes = [[1, 2, 3, 4, 5, 6, 7, 1], [10, 20, 30, 40, 50, 60, 70, 0]];
    Page { totals: &[100; 32], lanes: &lanes, ..Page::default() }.write(&path);
    let page = CounterPage::open(&path).unwrap();
    let totals: Vec<u64> = (0..9).map(|slot| page.total(slot)).collect();
    assert_eq!(totals, [111, 122, 133, 144, 155, 166, 177, 100, 100]);
}

#[test]
fn a_reason_of_any_length_is_read() {
    let place = Place::create("reasons");
    let path = place.0.join("test.1");
    for reason in ["", "außer Betrieb", &"x".repeat(80)] {
        Page { reason, totals: &[u64::MAX], ..Page::default() }.write(&path);
        assert_eq!(CounterPage::open(&path).unwrap().unavailable(), reason);
    }
}

#[test]
fn what_is_no_complete_page_of_this_version_is_refused() {
    let place = Place::create("refused");
    let path = place.0.join("test.1");
    let page = Page { pid: 1, ..Page::default() };
    let version = page.bytes(b"HRNSPAGE", 2);
    for bytes in
        [vec![], vec![0; 4096], page.bytes(b"HRNSPAGE", 1)[..300].to_vec(), page.bytes(b"HRNSPAG\0", 1)]
    {
        fs::write(&path, bytes).unwrap();
        assert!(CounterPage::open(&path).err().unwrap().to_string().contains("not complete"));
    }
    fs::write(&path, version).unwrap();
    assert!(CounterPage::open(&path).err().unwrap().to_string().contains("version 2"));
}
