//! The adapter and its app as processes, as harness sees them.

use serde_json::{json, Value};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

struct Adapter {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Adapter {
    fn open() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_{{name}}-adapter"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Adapter { child, output }
    }

    /// The result of a request; an error has none.
    fn call(&mut self, method: &str, params: Value) -> Value {
        let request = json!({"jsonrpc": "2.0", "id": method, "method": method, "params": params});
        writeln!(self.child.stdin.as_ref().unwrap(), "{request}").unwrap();
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the adapter has ended");
            let mut message: Value = serde_json::from_str(&line).unwrap();
            if message["id"] == method {
                assert!(message["error"].is_null(), "{message}");
                return message["result"].take();
            }
        }
    }
}

impl Drop for Adapter {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[test]
fn the_app_is_started_answers_what_it_is_sent_and_is_stopped() {
    let mut adapter = Adapter::open();
    let told = adapter.call("initialize", json!({"protocolVersions": [1], "workloads": ""}));
    let name = &told["frameworks"][0]["name"];
    let minute = 60_000_000_000_u64;
    let params = json!({"framework": name, "workers": 2, "cpus": [], "healthTimeoutNanoseconds": minute});
    let app = adapter.call("app/start", params);
    let port = app["address"]["port"].as_u64().unwrap() as u16;
    let mut connection = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let body = "{\"id\": 1, \"name\": \"gr\\u00fcn\"}";
    let head = format!("Host: localhost\r\nConnection: close\r\nContent-Length: {}", body.len());
    write!(connection, "POST /json/small HTTP/1.1\r\n{head}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("grün"), "{answer}");
    adapter.call("app/stop", json!({"app": app["app"]}));
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}
