//! The agent's metrics through the protocol: hyper's app, forked workers, ended ones, and none.

use crate::adapter::{tree, Adapter};
use crate::lifecycle::{get, names};
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

fn metrics(adapter: &mut Adapter, app: &Value) -> Value {
    adapter.call("metrics/read", json!({"app": app["app"]}))
}

fn increase(name: &str, before: &Value, after: &Value) -> i64 {
    let value =
        |answer: &Value| answer["values"][name].as_i64().unwrap_or_else(|| panic!("{name}: {answer}"));
    value(after) - value(before)
}

fn described(adapter: &Adapter) -> Vec<String> {
    let metrics = adapter.description["metrics"].as_array().unwrap();
    let mut names: Vec<String> =
        metrics.iter().map(|metric| metric["name"].as_str().unwrap().into()).collect();
    names.sort();
    names
}

#[test]
fn hypers_allocations_and_workers_are_counted_as_long_as_it_runs() {
    for workers in [1, 2] {
        let mut adapter = Adapter::open();
        let app = adapter.start(json!({ "workers": workers }));
        let first = metrics(&mut adapter, &app);
        let mut told = [names(&first["values"]), names(&first["unavailable"])].concat();
        told.sort_unstable();
        assert_eq!(told, described(&adapter));
        assert_eq!(names(&first["unavailable"]), ["network.received", "network.sent"]);
        assert_eq!(first["vanished"], json!([]));
        assert_eq!(first["values"]["tokio.workers"], workers);
        assert!(first["values"]["rust.alloc.live"].as_i64() > Some(0));
        let mut reads = vec![first];
        for count in [100, 100, 200] {
            (0..count).for_each(|_| assert!(get(&app, "/path/int/7").ends_with("{\"id\":7}")));
            reads.push(metrics(&mut adapter, &app));
        }
        // What the first requests prepare is there; a request with its connection always allocates the same.
        let [some, twice] =
            [1, 2].map(|index| increase("rust.alloc.count", &reads[index], &reads[index + 1]));
        assert!(
            (twice - 2 * some).abs() <= some / 25,
            "{some} allocations, {twice} for twice as many requests"
        );
        assert!(some >= 100 && increase("tokio.parks", &reads[0], &reads[3]) > 0);
        let folder = folders(&adapter);
        assert_eq!(fs::read_dir(&folder[0]).unwrap().count(), 2);
        adapter.call("app/stop", json!({"app": app["app"]}));
        assert_eq!(folders(&adapter), [""; 0].map(PathBuf::from));
    }
}

#[test]
fn forked_workers_are_added_and_stay_in_the_totals_when_one_ends() {
    let mut adapter = crate::forking::open();
    let app = adapter.start(json!({"framework": "forking", "workers": 3}));
    let first = metrics(&mut adapter, &app);
    let pid = |answer: String| -> i64 { answer.rsplit('\n').next().unwrap().trim().parse().unwrap() };
    let served: Vec<i64> = (0..20).map(|_| pid(get(&app, "/allocate"))).collect();
    let second = metrics(&mut adapter, &app);
    let processes = second["processes"].as_array().unwrap();
    assert!(processes.len() == 4 && served.iter().all(|pid| processes.contains(&json!(pid))));
    // A worker's own answer takes less than 100 of its allocations.
    let counted = increase("rust.alloc.count", &first, &second);
    assert!((200_000..202_000).contains(&counted), "{counted} for 20 requests of 10000 allocations");
    let ended = pid(get(&app, "/end"));
    let mut third = metrics(&mut adapter, &app);
    while third["processes"].as_array().unwrap().contains(&json!(ended)) {
        third = metrics(&mut adapter, &app); // it is about to end
    }
    assert_eq!(third["vanished"], json!([ended]));
    for name in ["rust.alloc.count", "cpu.total", "process.run_queue_delay", "context_switches.voluntary"] {
        assert!(increase(name, &second, &third) >= 0, "{name}");
    }
    assert!(third["unavailable"]["tokio.busy"].as_str().unwrap().contains("no process"), "{third}");
}

#[test]
fn an_app_can_be_started_without_agents() {
    let mut adapter = Adapter::of(Adapter::command().env("HARNESS_AGENT_DIR", "/not/ours"));
    let app = adapter.start(json!({"agents": false}));
    let environment = fs::read(format!("/proc/{}/environ", tree(&app)[0])).unwrap();
    assert!(!String::from_utf8_lossy(&environment).contains("HARNESS_AGENT_DIR"));
    assert!(folders(&adapter).is_empty());
    let metrics = metrics(&mut adapter, &app);
    let mut told = [names(&metrics["values"]), names(&metrics["unavailable"])].concat();
    told.sort_unstable();
    assert_eq!(told, described(&adapter));
    for name in ["rust.alloc.count", "tokio.busy"] {
        assert!(metrics["unavailable"][name].as_str().unwrap().contains("without runtime agents"));
    }
}

#[test]
fn what_a_killed_adapter_leaves_is_removed_by_the_next_start() {
    let mut adapter = Adapter::open();
    adapter.start(json!({}));
    adapter.kill();
    // Only a start of an app removes it, any adapter's.
    let _next = AgentFolder::create(&[]).unwrap();
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
