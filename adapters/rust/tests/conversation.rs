use harness_adapter_sdk::app::Launch;
use harness_adapter_sdk::errors::ProtocolError;
use harness_adapter_sdk::server::{Framework, Identity, Notices, Server};
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

    fn prepare(&self, _notices: &Notices) -> Result<Value, ProtocolError> {
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

/// A line of lines.json as bytes, its end included.
fn assemble(parts: &Value) -> Vec<u8> {
    let mut line = vec![];
    for part in parts.as_array().unwrap() {
        let text = part.as_str().or_else(|| part["text"].as_str()).unwrap_or_default();
        let times = part["times"].as_u64().unwrap_or(1) as usize;
        line.extend(text.replace("FRAMEWORK", "hostile").as_bytes().repeat(times));
        let digits = part["hex"].as_str().unwrap_or_default().as_bytes();
        let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        line.extend(digits.chunks(2).map(byte));
    }
    line.push(b'\n');
    line
}

#[test]
fn every_line_has_the_answer_of_the_specification_and_stray_output_is_harmless() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "adapter", "--nocapture"])
        .env("HOSTILE_ADAPTER", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let file =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../Sources/AdapterProtocol/Specification/v1/lines.json");
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let prepare = json!({"id": "prepare", "method": "app/prepare", "params": {"framework": "hostile"}});
    let mut input = child.stdin.take().unwrap();
    for line in cases.iter().map(|case| assemble(&case["line"])).chain([format!("{prepare}\n").into_bytes()])
    {
        let size = if line.len() < 1000 { 7 } else { line.len() };
        for piece in line.chunks(size) {
            input.write_all(piece).unwrap();
        }
    }
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut answers: Vec<Value> = vec![];
    while answers.last().map_or(true, |answer| answer["id"] != "prepare") {
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
    assert_eq!(answers.pop().unwrap()["result"]["versions"]["server"], "s");
    let expected: Vec<&Value> = cases.iter().filter(|case| !case["answer"].is_null()).collect();
    for (case, answer) in expected.iter().zip(&answers) {
        let wanted = &case["answer"];
        let found = (&answer["id"], &answer["error"]["code"]);
        assert_eq!(found, (&wanted["id"], &wanted["code"]), "{}: {answer}", case["what"]);
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(wanted["says"].as_str().unwrap_or_default()), "{}", case["what"]);
    }
    assert_eq!(answers.len(), expected.len());
}
