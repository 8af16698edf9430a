use crate::Page;
use harness_adapter_sdk::agent_folder::Reading::{Difference, Level, Total};
use harness_adapter_sdk::agent_folder::{AgentFolder, Metric, Reading, PREFIX};
use serde_json::{json, Value};
use std::fs;
use std::process::Command;

const fn metric(name: &'static str, page: &'static str, reading: Reading) -> Metric {
    Metric { name, unit: "count", better: "lower", description: "a test's", page, reading }
}

static METRICS: [Metric; 4] = [
    metric("work.done", "work", Total(0)),
    metric("work.left", "work", Level(1)),
    metric("work.open", "work", Difference(0, 2)),
    metric("other", "other", Total(0)),
];

fn write(folder: &AgentFolder, name: &str, totals: &[u64], reason: &str) {
    let pid = name.split('.').nth(1).unwrap().parse().unwrap();
    Page { pid, totals, reason, lanes: &[] }.write(&folder.path.join(name));
}

/// The page of a process that lives on, and of one that has ended.
fn names() -> (String, String) {
    let mut ended = Command::new("true").spawn().unwrap();
    ended.wait().unwrap();
    (format!("work.{}", std::process::id()), format!("work.{}", ended.id()))
}

#[test]
fn counters_are_those_of_all_processes_and_gauges_those_of_the_living() {
    let mut folder = AgentFolder::create(&METRICS).unwrap();
    let (living, ended) = names();
    write(&folder, &living, &[100, 7, 60], "");
    write(&folder, &ended, &[1000, 9, 10], "");
    let (values, unavailable) = folder.read();
    assert_eq!(Value::from(values), json!({"work.done": 1100, "work.left": 7, "work.open": 40}));
    assert_eq!(unavailable.keys().collect::<Vec<_>>(), ["other"]);
    // Its pages stay open: nobody can take away what was counted.
    fs::remove_file(folder.path.join(&ended)).unwrap();
    write(&folder, &living, &[150, 8, 160], "");
    let (values, _) = folder.read();
    assert_eq!(Value::from(values), json!({"work.done": 1150, "work.left": 8, "work.open": 0}));
}

#[test]
fn one_process_that_cannot_tell_makes_its_metrics_unavailable() {
    let mut folder = AgentFolder::create(&METRICS).unwrap();
    let (living, ended) = names();
    write(&folder, &living, &[1, 1, 1], "");
    write(&folder, &ended, &[1, 1, 1], "außer Betrieb");
    write(&folder, "other.1", &[3], "");
    let (values, unavailable) = folder.read();
    assert_eq!(Value::from(values), json!({"other": 3}));
    assert!(unavailable.len() == 3 && unavailable.values().all(|reason| reason == "außer Betrieb"));
}

#[test]
fn a_page_that_is_just_being_made_is_left_for_the_next_read() {
    let mut folder = AgentFolder::create(&METRICS).unwrap();
    write(&folder, "other.1", &[10], "");
    fs::write(folder.path.join("other.2"), "").unwrap();
    assert_eq!(folder.read().0["other"], 10);
    write(&folder, "other.2", &[5], "");
    assert_eq!(folder.read().0["other"], 15);
}

#[test]
fn a_folder_goes_with_its_app_and_what_ended_adapters_left_with_the_next_start() {
    let folder = AgentFolder::create(&METRICS).unwrap();
    let (_, ended) = names();
    let left = folder.path.with_file_name(format!("{PREFIX}{}-left", ended.split('.').nth(1).unwrap()));
    fs::create_dir(&left).unwrap();
    let another = AgentFolder::create(&METRICS).unwrap();
    assert_eq!((left.exists(), folder.path.exists(), another.path == folder.path), (false, true, false));
    let path = folder.path.clone();
    drop(folder);
    assert_eq!((path.exists(), another.path.exists()), (false, true));
}
