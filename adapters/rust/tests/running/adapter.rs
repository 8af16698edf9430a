//! An adapter process to talk to.

use harness_adapter_sdk::process_tree;
use serde_json::{json, Value};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

pub const FOLDER: &str = env!("CARGO_MANIFEST_DIR");
pub const WORKLOADS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../Sources/AdapterProtocol/Specification/v1/workloads.json");
pub const SECOND: u64 = 1_000_000_000;
/// No process.
pub const NONE: [i32; 0] = [];

/// A running adapter; its input ends when it is dropped.
pub struct Adapter {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    count: u64,
    /// What it said of itself.
    pub description: Value,
}

impl Adapter {
    /// The Rust adapter.
    pub fn open() -> Self {
        Adapter::of(&mut Adapter::command())
    }

    pub fn command() -> Command {
        Command::new(env!("CARGO_BIN_EXE_harness-rust-adapter"))
    }

    pub fn of(command: &mut Command) -> Self {
        command.current_dir(FOLDER).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut adapter = Adapter { child, input, output, count: 0, description: Value::Null };
        adapter.description =
            adapter.call("initialize", json!({"protocolVersions": [1], "workloads": WORKLOADS}));
        adapter
    }

    /// Sends a request without waiting; returns its id.
    pub fn send(&mut self, method: &str, params: Value) -> u64 {
        self.count += 1;
        let message = json!({"jsonrpc": "2.0", "id": self.count, "method": method, "params": params});
        writeln!(self.input.as_ref().unwrap(), "{message}").unwrap();
        self.count
    }

    /// The next message for which `is_wanted` holds.
    pub fn receive(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the adapter has ended");
            // A test's own program prints a few lines before it claims descriptor 1.
            let message = serde_json::from_str(&line).unwrap_or(Value::Null);
            if is_wanted(&message) {
                return message;
            }
        }
    }

    /// The answer to a request: its result or its error.
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        let mut answer = self.receive(|message| message["id"] == id);
        let key = if answer["error"].is_null() { "result" } else { "error" };
        answer[key].take()
    }

    /// Starts hyper with one worker on any processor, unless `params` say otherwise.
    pub fn start(&mut self, params: Value) -> Value {
        self.call("app/start", start_params(params))
    }

    pub fn pid(&self) -> i32 {
        self.child.id() as i32
    }

    /// The processes that it has started.
    pub fn descendants(&self) -> Vec<i32> {
        process_tree::pids(self.pid()).split_off(1)
    }

    /// Waits until it has started so many.
    pub fn await_descendants(&self, count: usize) -> Vec<i32> {
        while self.descendants().len() < count {
            sleep(Duration::from_millis(5));
        }
        self.descendants()
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends its input; returns how it ended within the 2 s of rule T5.
    pub fn close(&mut self) -> ExitStatus {
        self.input = None;
        self.wait()
    }

    /// How it ends within 2 s.
    pub fn wait(&mut self) -> ExitStatus {
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(2) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            sleep(Duration::from_millis(2));
        }
        panic!("the adapter does not end")
    }
}

impl Drop for Adapter {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

pub fn start_params(given: Value) -> Value {
    let mut params = json!({
        "framework": "hyper", "workers": 1, "cpus": [], "healthTimeoutNanoseconds": 30 * SECOND,
    });
    for (name, value) in given.as_object().unwrap() {
        params[name.as_str()] = value.clone();
    }
    params
}

/// The processes of a started app.
pub fn tree(started: &Value) -> Vec<i32> {
    let root = started["pid"].as_i64();
    process_tree::pids(root.unwrap_or_else(|| panic!("not started: {started}")) as i32)
}

/// Those that are still alive after a second.
pub fn survivors(pids: &[i32]) -> Vec<i32> {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(1) && !alive(pids).is_empty() {
        sleep(Duration::from_millis(5));
    }
    alive(pids)
}

pub fn alive(pids: &[i32]) -> Vec<i32> {
    pids.iter().copied().filter(|&pid| process_tree::alive(pid)).collect()
}
