//! The server with frameworks that fail, hang or ignore what they are told.

use crate::adapter::{alive, start_params, tree, Adapter, NONE, SECOND};
use harness_adapter_sdk::app::Launch;
use harness_adapter_sdk::errors::ProtocolError;
use harness_adapter_sdk::server::{Framework, Identity, Notices, Server};
use harness_adapter_sdk::{children, process_tree};
use serde_json::{json, Value};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::io::FromRawFd;
use std::process::Command;

/// A framework whose preparation and app are shell scripts.
struct Scripted(&'static str, &'static str, &'static str);

/// Becomes the app below; a signal that the shell ignores stays ignored.
const HEALTHY: &str = "trap '' TERM; exec \"$PROGRAM\" --exact misbehaving::app";
const ORPHANING: &str = "trap '' TERM; setsid sleep 60 & exec \"$PROGRAM\" --exact misbehaving::app";

const FRAMEWORKS: [Scripted; 8] = [
    Scripted("broken", "", "seq 30 >&2; exit 3"),
    Scripted("leaving", "", "trap '' TERM; sleep 60 & echo $! >&2; exit 3"),
    Scripted("deaf", "", "trap '' TERM; while :; do sleep 0.1; done"),
    Scripted("hung", "", HEALTHY),
    Scripted("orphaning", "", ORPHANING),
    Scripted("slow", "sleep 60; exit", "exit"),
    Scripted("stubborn", "trap '' TERM; setsid sh -c 'sleep 60; exit'; exit", "exit"),
    Scripted("panicking", "panic", "exit"),
];

impl Framework for Scripted {
    fn name(&self) -> &str {
        self.0
    }

    fn description(&self) -> &str {
        "misbehaves"
    }

    fn prepare(&self, _notices: &Notices) -> Result<Value, ProtocolError> {
        assert_ne!(self.1, "panic", "as told");
        children::output(Command::new("sh").args(["-c", self.1]))?;
        Ok(json!({}))
    }

    fn launch(&self) -> Launch {
        let command = ["sh", "-c", self.2].map(String::from).to_vec();
        let program = std::env::current_exe().unwrap().to_string_lossy().into_owned();
        let environment = vec![("PROGRAM".into(), program), ("MISBEHAVING".into(), "app".into())];
        Launch { command, directory: "/".into(), environment }
    }
}

/// The adapter itself: this test's own program, started again with a variable set.
#[test]
fn server() {
    if std::env::var("MISBEHAVING").map_or(false, |role| role == "server") {
        let frameworks = FRAMEWORKS.map(|framework| Box::new(framework) as Box<dyn Framework>);
        let identity = Identity { name: "test", version: "1", runtime: json!({}) };
        Server::new(identity, frameworks.into()).unwrap().run();
    }
}

/// A healthy app: this test's own program, started once more.
#[test]
fn app() {
    if std::env::var("MISBEHAVING").map_or(false, |role| role == "app") {
        // SAFETY: the adapter bound this socket for us.
        let listener = unsafe { TcpListener::from_raw_fd(3) };
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            stream.read_exact(&mut [0; 20]).unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        }
    }
}

fn open() -> Adapter {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "misbehaving::server", "--nocapture"]);
    Adapter::of(command.env("MISBEHAVING", "server"))
}

#[test]
fn a_failed_start_says_why_and_leaves_nothing() {
    let mut adapter = open();
    let error = adapter.start(json!({"framework": "broken"}));
    assert_eq!(error["code"], -32003);
    let last: Vec<String> = (11..=30).map(|number| number.to_string()).collect();
    assert_eq!(error["data"]["stderr"], json!(last));
    let deaf = json!({"framework": "deaf", "healthTimeoutNanoseconds": SECOND / 10});
    assert_eq!(adapter.start(deaf)["code"], -32003);
    let error = adapter.start(json!({"framework": "leaving"}));
    assert_eq!(error["code"], -32003);
    let left: i32 = error["data"]["stderr"][0].as_str().unwrap().parse().unwrap();
    assert!(!process_tree::alive(left));
    assert_eq!(adapter.descendants(), NONE);
}

#[test]
fn an_app_that_ignores_sigterm_is_killed_also_at_the_end_of_the_input() {
    let mut adapter = open();
    for framework in ["hung", "orphaning"] {
        let app = adapter.start(json!({ "framework": framework }));
        let pids = tree(&app);
        let ending = adapter.call("app/stop", json!({"app": app["app"]}));
        assert_eq!(ending, json!({"exitCode": null, "signal": 9}));
        assert_eq!(alive(&pids), NONE);
    }
    let apps = ["hung", "orphaning", "hung"];
    let pids = apps.map(|framework| tree(&adapter.start(json!({ "framework": framework })))).concat();
    assert!(adapter.close().success());
    assert_eq!(alive(&pids), NONE);
}

#[test]
fn the_end_of_the_input_interrupts_a_start_and_those_that_wait() {
    let mut adapter = open();
    for _ in 0..3 {
        adapter.send("app/start", start_params(json!({"framework": "deaf"})));
    }
    let pids = adapter.await_descendants(2); // the shell and its sleep
    assert!(adapter.close().success());
    assert_eq!(alive(&pids), NONE);
}

#[test]
fn the_end_of_the_input_ends_what_prepares() {
    for framework in ["slow", "stubborn"] {
        let mut adapter = open();
        adapter.send("app/prepare", json!({ "framework": framework }));
        let pids = adapter.await_descendants(2);
        assert!(adapter.close().success());
        assert_eq!(alive(&pids), NONE);
    }
}

#[test]
fn a_killed_adapter_leaves_no_start_and_no_preparation() {
    for (method, framework) in [("app/start", "deaf"), ("app/prepare", "slow")] {
        let mut adapter = open();
        adapter.send(method, start_params(json!({ "framework": framework })));
        let root = adapter.await_descendants(1)[0];
        adapter.kill();
        assert_eq!(crate::adapter::survivors(&[root]), NONE);
    }
}

#[test]
fn a_bug_of_a_framework_is_an_internal_error_and_the_adapter_lives_on() {
    let mut adapter = open();
    assert_eq!(adapter.call("app/prepare", json!({"framework": "panicking"}))["code"], -32603);
    assert_eq!(adapter.start(json!({"framework": "broken"}))["code"], -32003);
}

#[test]
fn wrong_parameters_start_nothing() {
    let mut adapter = open();
    for wrong in [
        json!({"workers": "1"}),
        json!({"workers": 0}),
        json!({"cpus": 1}),
        json!({"cpus": ["0"]}),
        json!({"cpus": [-1]}),
        json!({"healthTimeoutNanoseconds": null}),
        json!({"healthTimeoutNanoseconds": "soon"}),
        json!({"ports": 7}),
        json!({"ports": {"first": 1}}),
        json!({"ports": {"first": 70000, "last": 70001}}),
        json!({"framework": 7}),
    ] {
        let mut params = json!({"framework": "slow"});
        params.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        assert_eq!(adapter.start(params)["code"], -32602, "{wrong}");
    }
    assert_eq!(adapter.descendants(), NONE);
}
