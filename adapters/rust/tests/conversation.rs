use harness_adapter_sdk::app::Launch;
use harness_adapter_sdk::errors::ProtocolError;
use harness_adapter_sdk::server::{Framework, Identity, Server};
use serde_json::{json, Value};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

/// A framework that prints wherever it can.
struct Hostile;

impl Framework for Hostile {
    fn name(&self) -> &str {
        "hostile"
    }

    fn description(&self) -> &str {
        "prints"
    }

    fn prepare(&self, _progress: &dyn Fn(&str, Option<f64>)) -> Result<Value, ProtocolError> {
        println!("from the framework");
        std::fs::File::create("/proc/self/fd/1").and_then(|mut file| file.write_all(b"raw bytes\n")).ok();
        Command::new("echo").arg("from a child").status().ok();
        Ok(json!({"runtime": "r", "framework": "f", "server": "s"}))
    }

    fn launch(&self) -> Launch {
        Launch { command: vec!["false".into()], directory: "/".into(), environment: vec![] }
    }
}

/// The adapter itself: this test's own program, started again with a variable set.
#[test]
fn adapter() {
    if std::env::var("HOSTILE_ADAPTER").is_ok() {
        let identity = Identity { name: "hostile", version: "1", runtime: json!({}) };
        Server::new(identity, vec![Box::new(Hostile)]).unwrap().run();
    }
}

fn request(id: u64, method: &str, params: Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

#[test]
fn bad_lines_and_stray_output_are_harmless() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "adapter", "--nocapture"])
        .env("HOSTILE_ADAPTER", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = [
        "nonsense".to_string(),
        "[1]".to_string(),
        request(1, "no/such", json!({})),
        request(2, "app/start", json!({"framework": "hostile"})),
        request(3, "app/prepare", json!({"framework": "größer"})),
        request(4, "app/stop", json!({"app": "9"})),
        request(5, "initialize", json!({"protocolVersions": [99]})),
        request(6, "initialize", json!({"protocolVersions": [1], "new": 1})),
        request(7, "app/prepare", json!({"framework": "hostile"})),
    ];
    let mut input = child.stdin.take().unwrap();
    for piece in (lines.join("\n") + "\n").as_bytes().chunks(7) {
        input.write_all(piece).unwrap();
    }
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut answers: Vec<Value> = vec![];
    while answers.len() < lines.len() {
        let mut line = String::new();
        assert!(output.read_line(&mut line).unwrap() > 0);
        // The test runner prints its own first lines before the adapter claims descriptor 1.
        if line.starts_with('{') {
            answers.push(serde_json::from_str(&line).unwrap());
        }
    }
    drop(input);
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert!(child.wait().unwrap().success());
    let codes: Vec<Option<i64>> = answers.iter().map(|answer| answer["error"]["code"].as_i64()).collect();
    let expected = [-32700, -32600, -32601, -32602, -32001, -32005, -32010].map(Some);
    assert_eq!(codes[..7], expected);
    assert_eq!(answers[8]["result"]["server"], Value::Null);
    assert_eq!(answers[8]["result"]["versions"]["server"], "s");
}
