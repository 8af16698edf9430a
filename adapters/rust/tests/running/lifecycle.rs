//! The Rust adapter and its app: prepared, started, measured, stopped and lost.

use crate::adapter::{alive, survivors, tree, Adapter, SECOND};
use serde_json::{json, Value};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

const NONE: [i32; 0] = [];

/// Names of an object's members, in alphabetical order.
fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn get(started: &Value, path: &str) -> String {
    let port = started["address"]["port"].as_u64().unwrap() as u16;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn status_field(pid: i32, name: &str) -> String {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_start_matches(':').trim().to_string()
}

#[test]
fn preparing_again_changes_nothing_and_is_quick() {
    let mut adapter = Adapter::open();
    let first = adapter.call("app/prepare", json!({"framework": "hyper"}));
    let again = adapter.call("app/prepare", json!({"framework": "hyper"}));
    assert_eq!(names(&first["versions"]), ["framework", "runtime", "server"]);
    assert_eq!(again["versions"], first["versions"]);
    assert!(again["durationNanoseconds"].as_u64().unwrap() < 2 * SECOND, "{again}");
}

#[test]
fn an_app_is_started_on_its_processor_measured_and_stopped() {
    let allowed = status_field(std::process::id() as i32, "Cpus_allowed_list");
    let cpu: u64 = allowed.rsplit([',', '-']).next().unwrap().parse().unwrap();
    let mut adapter = Adapter::open();
    let app = adapter.start(json!({ "cpus": [cpu] }));
    let health = get(&app, "/health");
    assert!(health.starts_with("HTTP/1.1 200 OK") && health.ends_with("{\"status\":\"ok\"}"), "{health}");
    let pids = tree(&app);
    assert_eq!(app["processes"].as_array().unwrap().len(), pids.len());
    for &pid in &pids {
        assert_eq!(status_field(pid, "Cpus_allowed_list"), cpu.to_string());
    }
    let first = adapter.call("metrics/read", json!({"app": app["app"]}));
    let second = adapter.call("metrics/read", json!({"app": app["app"]}));
    assert_eq!(names(&first["values"]).len(), 7);
    assert!(first["values"]["memory.rss"].as_u64().unwrap() > 1_000_000);
    assert!(first["values"]["cpu.total"].as_u64().unwrap() > 0);
    assert!(second["values"]["cpu.total"].as_u64() >= first["values"]["cpu.total"].as_u64());
    assert!(second["timeNanoseconds"].as_u64() > first["timeNanoseconds"].as_u64());
    let ending = adapter.call("app/stop", json!({"app": app["app"]}));
    assert_eq!(ending, json!({"exitCode": null, "signal": 15}));
    assert_eq!(alive(&pids), NONE);
    for method in ["metrics/read", "app/stop"] {
        assert_eq!(adapter.call(method, json!({"app": app["app"]}))["code"], -32005);
    }
    assert_eq!(adapter.call("shutdown", json!({})), json!({}));
    assert!(adapter.wait().success());
}

#[test]
fn workers_are_threads_that_serve() {
    for workers in [1, 2] {
        let mut adapter = Adapter::open();
        let app = adapter.start(json!({ "workers": workers }));
        let threads = fs::read_dir(format!("/proc/{}/task", tree(&app)[0])).unwrap().flatten();
        let named = threads.filter(|thread| {
            let name = fs::read_to_string(thread.path().join("comm")).unwrap_or_default();
            name.starts_with("tokio")
        });
        assert_eq!(named.count(), workers);
        assert!(get(&app, "/path/int/7").ends_with("{\"id\":7}"));
    }
}

#[test]
fn an_app_that_is_killed_is_reported_within_a_second() {
    let mut adapter = Adapter::open();
    let app = adapter.start(json!({"workers": 2}));
    let pids = tree(&app);
    assert!(Command::new("kill").args(["-KILL", &pids[0].to_string()]).status().unwrap().success());
    let killed = Instant::now();
    let exited = adapter.receive(|message| message["method"] == "app/exited");
    assert!(killed.elapsed() < Duration::from_secs(1));
    let expected = json!({"app": app["app"], "exitCode": null, "signal": 9, "stderr": []});
    assert_eq!(exited["params"], expected);
    assert_eq!(survivors(&pids), NONE);
    assert_eq!(adapter.call("app/stop", json!({"app": app["app"]}))["code"], -32005);
}

#[test]
fn apps_end_with_the_input_and_with_a_killed_adapter() {
    for workers in [1, 2] {
        let mut adapter = Adapter::open();
        let pids = tree(&adapter.start(json!({ "workers": workers })));
        assert!(adapter.close().success());
        assert_eq!(alive(&pids), NONE);
        let mut adapter = Adapter::open();
        let pids = tree(&adapter.start(json!({ "workers": workers })));
        adapter.kill();
        assert_eq!(survivors(&pids), NONE);
    }
}

#[test]
fn what_cannot_be_started_has_its_own_code() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut adapter = Adapter::open();
    let full = adapter.start(json!({"ports": {"first": port, "last": port}}));
    assert_eq!(full["code"], -32004, "{full}");
    let unknown = adapter.start(json!({"framework": "nope"}));
    assert_eq!(unknown["code"], -32001);
    assert!(unknown["data"]["hint"].as_str().unwrap().contains("hyper"));
}
