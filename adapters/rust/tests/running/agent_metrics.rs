//! The pages of an app's processes: where they are, how long, and none without an agent.

use crate::adapter::{survivors, tree, Adapter, NONE};
use crate::lifecycle::get;
use crate::page::Page;
use harness_adapter_sdk::agent_folder::{self, AgentFolder};
use harness_adapter_sdk::process_tree;
use serde_json::{json, Value};
use std::fs;
use std::path::PathBuf;

/// The folders of an adapter's apps.
fn folders(adapter: &Adapter) -> Vec<PathBuf> {
    let prefix = format!("{}{}-", agent_folder::PREFIX, adapter.pid());
    let entries = fs::read_dir(agent_folder::place()).unwrap().flatten();
    let of_it = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix));
    of_it.map(|entry| entry.path()).collect()
}

/// A total of all of an app's pages of a kind.
fn total(app: &Value, kind: &str, slot: usize) -> u64 {
    let folder = PathBuf::from(app["agentFolder"].as_str().unwrap());
    Page::all(&folder, kind).iter().map(|page| page.total(slot)).sum()
}

#[test]
fn hypers_pages_are_there_as_long_as_it_runs() {
    for workers in [1, 2] {
        let mut adapter = Adapter::open();
        let app = adapter.start(json!({ "workers": workers }));
        assert_eq!(json!(folders(&adapter)), json!([app["agentFolder"]]));
        assert_eq!((total(&app, "tokio", 10), total(&app, "alloc", 0) > 0), (workers, true));
        let metrics = adapter.call("metrics/read", json!({"app": app["app"]}));
        assert_eq!(metrics, json!({"values": {}, "unavailable": {}}));
        adapter.call("app/stop", json!({"app": app["app"]}));
        assert_eq!(folders(&adapter), [""; 0].map(PathBuf::from));
    }
}

#[test]
fn forked_workers_have_pages_of_their_own_which_stay_when_one_ends() {
    let mut adapter = crate::forking::open();
    let app = adapter.start(json!({"framework": "forking", "workers": 3}));
    let first = total(&app, "alloc", 0);
    let pid = |answer: String| -> i32 { answer.rsplit('\n').next().unwrap().trim().parse().unwrap() };
    let served: Vec<i32> = (0..20).map(|_| pid(get(&app, "/allocate"))).collect();
    let counted = total(&app, "alloc", 0) - first;
    assert!(tree(&app).len() == 4 && served.iter().all(|pid| tree(&app).contains(pid)));
    // A worker's own answer takes less than 100 of its allocations.
    assert!((200_000..202_000).contains(&counted), "{counted} for 20 requests of 10000 allocations");
    let ended = pid(get(&app, "/end"));
    assert_eq!(survivors(&[ended]), NONE);
    assert!(total(&app, "alloc", 0) >= first + counted);
}

#[test]
fn an_app_can_be_started_without_agents() {
    let mut adapter = Adapter::of(Adapter::command().env("HARNESS_AGENT_DIR", "/not/ours"));
    let app = adapter.start(json!({"agents": false}));
    let environment = fs::read(format!("/proc/{}/environ", tree(&app)[0])).unwrap();
    assert!(!String::from_utf8_lossy(&environment).contains("HARNESS_AGENT_DIR"));
    assert!(folders(&adapter).is_empty());
    assert_eq!(app["agentFolder"], Value::Null);
}

#[test]
fn what_a_killed_adapter_leaves_is_removed_by_the_next_start() {
    let mut adapter = Adapter::open();
    adapter.start(json!({}));
    adapter.kill();
    // Only a start of an app removes it, any adapter's.
    let _next = AgentFolder::make().unwrap();
    assert!(folders(&adapter).is_empty());
}

#[test]
fn an_app_that_is_killed_takes_its_pages_with_it() {
    let mut adapter = Adapter::open();
    let app = adapter.start(json!({}));
    process_tree::signal(tree(&app)[0], libc::SIGKILL);
    adapter.receive(|message| message["method"] == "app/exited");
    assert!(folders(&adapter).is_empty());
}
