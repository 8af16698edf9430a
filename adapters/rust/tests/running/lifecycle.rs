//! The Rust adapter and its app: prepared, started, measured, stopped and lost.

use crate::adapter::{alive, survivors, tree, Adapter, NONE, SECOND};
use serde_json::{json, Value};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Names of an object's members, in alphabetical order.
pub fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

pub fn get(started: &Value, path: &str) -> String {
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

/// An adapter whose cargo is a shell script, which is deleted with what is returned.
fn open_with_cargo(script: &str) -> (Adapter, Script) {
    let script = Script::create(script);
    (Adapter::of(Adapter::command().env("HARNESS_CARGO", &script.0)), script)
}

struct Script(PathBuf);

impl Script {
    fn create(text: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("harness-cargo-{}-{count}", std::process::id()));
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Script(path)
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn a_failed_build_says_why_also_at_a_start() {
    let (mut adapter, _script) = open_with_cargo("seq 30 >&2; exit 101");
    let last: Vec<String> = (11..=30).map(|number| number.to_string()).collect();
    for error in [adapter.call("app/prepare", json!({"framework": "hyper"})), adapter.start(json!({}))] {
        assert_eq!(error["code"], -32002);
        assert_eq!(error["data"]["stderr"], json!(last));
        assert!(error["data"]["hint"].is_string());
    }
    let mut adapter = Adapter::of(Adapter::command().env("HARNESS_CARGO", "/no/such/cargo"));
    let error = adapter.call("app/prepare", json!({"framework": "hyper"}));
    assert_eq!((&error["code"], error["data"]["hint"].is_string()), (&json!(-32002), true), "{error}");
}

#[test]
fn the_end_of_the_input_ends_a_build() {
    let (mut adapter, _script) = open_with_cargo("trap '' TERM; sh -c 'sleep 60; exit'; exit");
    adapter.send("app/prepare", json!({"framework": "hyper"}));
    let pids = adapter.await_descendants(3); // cargo, its compiler and what that runs
    assert!(adapter.close().success());
    assert_eq!(alive(&pids), NONE);
}

#[test]
fn an_app_is_started_on_its_processor_and_stopped() {
    let allowed = status_field(std::process::id() as i32, "Cpus_allowed_list");
    let cpu: u64 = allowed.rsplit([',', '-']).next().unwrap().parse().unwrap();
    let mut adapter = Adapter::open();
    let app = adapter.start(json!({ "cpus": [cpu] }));
    let health = get(&app, "/health");
    assert!(health.starts_with("HTTP/1.1 200 OK") && health.ends_with("{\"status\":\"ok\"}"), "{health}");
    let pids = tree(&app);
    for &pid in &pids {
        assert_eq!(status_field(pid, "Cpus_allowed_list"), cpu.to_string());
    }
    let ending = adapter.call("app/stop", json!({"app": app["app"]}));
    assert_eq!(ending, json!({"exitCode": null, "signal": 15}));
    assert_eq!(alive(&pids), NONE);
    for method in ["metrics/read", "app/stop"] {
        assert_eq!(adapter.call(method, json!({"app": app["app"]}))["code"], -32005);
    }
    assert_eq!(adapter.call("shutdown", json!({})), json!({}));
    assert!(adapter.wait().success());
}

fn worker_threads(pid: i32) -> usize {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten();
    let names = threads.map(|thread| fs::read_to_string(thread.path().join("comm")).unwrap_or_default());
    names.filter(|name| name.starts_with("tokio")).count()
}

#[test]
fn workers_are_threads_that_serve() {
    for workers in [1, 2] {
        let mut adapter = Adapter::open();
        let app = adapter.start(json!({ "workers": workers }));
        let root = tree(&app)[0];
        let begin = Instant::now();
        while worker_threads(root) < workers && begin.elapsed() < Duration::from_secs(1) {
            sleep(Duration::from_millis(5)); // a thread gives itself its name
        }
        assert_eq!(worker_threads(root), workers);
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
