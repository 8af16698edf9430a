//! Profiles: whose functions they name, when there are none, and what is left afterwards.

use crate::adapter::{survivors, tree, Adapter, NONE};
use harness_adapter_sdk::process_tree;
use harness_adapter_sdk::profiling::profile_within;
use serde_json::{json, Value};
use std::collections::HashMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

const INVALID_PARAMS: i64 = -32602;
const UNKNOWN_APP: i64 = -32005;
const UNAVAILABLE: i64 = -32006;

fn call(adapter: &mut Adapter, method: &str, app: &Value) -> Value {
    adapter.call(method, json!({"app": app["app"]}))
}

/// Posts a large document so many times.
fn post(app: &Value, count: usize) {
    let items = (0..3000).map(|number| json!({"name": format!("item {number}"), "values": [number, 0.5]}));
    let body = items.collect::<Value>().to_string();
    let port = app["address"]["port"].as_u64().unwrap() as u16;
    for _ in 0..count {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let length = body.len();
        let head = format!(
            "Host: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}"
        );
        write!(stream, "POST /json/large HTTP/1.1\r\n{head}\r\n\r\n{body}").unwrap();
        let mut answer = vec![];
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"));
    }
}

/// The first profile under load that names the handler: a machine that does other work may take several.
fn profile_under_load(adapter: &mut Adapter, app: &Value) -> Value {
    loop {
        let started = call(adapter, "profile/start", app);
        assert!(started["profiler"].as_str().unwrap().starts_with("perf "), "{started}");
        assert_eq!(
            (&started["unit"], &started["intervalNanoseconds"]),
            (&json!("samples"), &json!(10_101_010))
        );
        post(app, 100);
        let profile = call(adapter, "profile/stop", app);
        let folded = profile["folded"].as_str().unwrap_or_else(|| panic!("{profile}"));
        if folded.lines().any(|line| line.contains("hyper_app::raw::route (hyper-app);")) {
            return profile;
        }
    }
}

/// The adapter's children that sample.
fn profilers(adapter: &Adapter) -> Vec<i32> {
    let is_perf = |pid: &i32| {
        let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&command).starts_with("perf\0record")
    };
    adapter.descendants().into_iter().filter(is_perf).collect()
}

#[test]
fn handlers_are_named_on_all_threads() {
    for workers in [1, 2] {
        let mut adapter = Adapter::open();
        let app = adapter.start(json!({"workers": workers, "profiler": true}));
        let profile = profile_under_load(&mut adapter, &app);
        assert_eq!(profilers(&adapter), NONE);
        let lines = profile["folded"].as_str().unwrap().lines().map(|line| line.rsplit_once(' ').unwrap());
        let (stacks, counts): (Vec<&str>, Vec<u64>) =
            lines.map(|(stack, count)| (stack, count.parse::<u64>().unwrap())).unzip();
        assert_eq!(profile["samples"], counts.iter().sum::<u64>());
        assert!(counts.windows(2).all(|pair| pair[0] >= pair[1]));
        let distinct: HashMap<&str, ()> = stacks.iter().map(|&stack| (stack, ())).collect();
        assert_eq!(distinct.len(), stacks.len());
        // The outermost frame is a thread's first, and nothing is left mangled.
        let handler = stacks.iter().find(|stack| stack.contains("hyper_app::raw::route")).unwrap();
        assert!(
            handler.find("tokio::").unwrap() < handler.find("hyper_app::raw::route").unwrap(),
            "{handler}"
        );
        assert!(!profile["folded"].as_str().unwrap().contains("_ZN"));
    }
}

#[test]
fn a_profile_begins_and_ends_once() {
    let mut adapter = Adapter::open();
    let unknown = json!({"app": "9"});
    let without = adapter.start(json!({}));
    let app = adapter.start(json!({"profiler": true, "agents": false}));
    for (method, app, code) in [
        ("profile/start", &unknown, Some(UNKNOWN_APP)),
        ("profile/stop", &unknown, Some(UNKNOWN_APP)),
        ("profile/start", &without, Some(INVALID_PARAMS)),
        ("profile/stop", &without, Some(INVALID_PARAMS)),
        ("profile/stop", &app, Some(INVALID_PARAMS)),
        ("profile/start", &app, None),
        ("profile/start", &app, Some(INVALID_PARAMS)),
        ("profile/stop", &app, None),
        ("profile/stop", &app, Some(INVALID_PARAMS)),
    ] {
        let answer = call(&mut adapter, method, app);
        assert_eq!(answer["code"].as_i64(), code, "{method}: {answer}");
    }
}

#[test]
fn nothing_is_left_whatever_ends() {
    for end in ["app", "stop", "input", "adapter"] {
        let mut adapter = Adapter::open();
        let app = adapter.start(json!({"profiler": true}));
        call(&mut adapter, "profile/start", &app);
        let pids = profilers(&adapter);
        assert_eq!(pids.len(), 1);
        match end {
            "app" => process_tree::signal(tree(&app)[0], libc::SIGKILL),
            "stop" => drop(call(&mut adapter, "app/stop", &app)),
            "input" => assert!(adapter.close().success()),
            _ => adapter.kill(),
        }
        assert_eq!(survivors(&pids), NONE, "{end}");
        if end == "app" {
            adapter.receive(|message| message["method"] == "app/exited");
        }
        if end == "app" || end == "stop" {
            assert_eq!(call(&mut adapter, "profile/stop", &app)["code"], UNKNOWN_APP);
        }
    }
}

#[test]
fn a_perf_that_cannot_sample_says_why_and_the_app_runs() {
    for (perf, reason, hint) in
        [("/no/such/perf", "cannot be run", "linux-perf"), ("false", "status: 1", "paranoid")]
    {
        let mut adapter = Adapter::of(Adapter::command().env("HARNESS_PERF", perf));
        let app = adapter.start(json!({"profiler": true}));
        let error = call(&mut adapter, "profile/start", &app);
        assert_eq!(error["code"], UNAVAILABLE, "{error}");
        assert!(error["message"].as_str().unwrap().contains(reason), "{error}");
        assert!(error["data"]["hint"].as_str().unwrap().contains(hint), "{error}");
        assert_eq!(call(&mut adapter, "profile/stop", &app)["code"], INVALID_PARAMS);
        post(&app, 1);
    }
}

#[test]
fn what_a_message_cannot_hold_is_the_rarest_and_noted() {
    let stacks = [("\"quoted\";rare", 1), ("often", 30), ("also often", 20)];
    let stacks = stacks.map(|(stack, count)| (stack.to_string(), count)).into();
    let whole = profile_within(1000, &stacks, 0);
    assert_eq!(whole["folded"], "often 30\nalso often 20\n\"quoted\";rare 1\n");
    assert_eq!((&whole["samples"], &whole["notes"]), (&json!(51), &json!([])));
    let shortened = profile_within(34, &stacks, 2);
    assert_eq!((&shortened["folded"], &shortened["lost"]), (&json!("often 30\nalso often 20\n"), &json!(2)));
    assert!(shortened["notes"][0].as_str().unwrap().contains("the 1 rarest of 3 stacks"));
}
