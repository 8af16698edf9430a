//! A server of forked workers with the agent, as prefork servers are, and an adapter that starts it.

use crate::adapter::Adapter;
use harness_adapter_sdk::app::Launch;
use harness_adapter_sdk::errors::ProtocolError;
use harness_adapter_sdk::server::{Agent, Framework, Identity, Notices, Server};
use harness_agent as _; // its allocator is this program's
use serde_json::{json, Value};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::io::FromRawFd;
use std::process::Command;

struct Forking;

impl Framework for Forking {
    fn name(&self) -> &str {
        "forking"
    }

    fn description(&self) -> &str {
        "forks"
    }

    fn prepare(&self, _notices: &Notices) -> Result<Value, ProtocolError> {
        Ok(json!({}))
    }

    fn launch(&self) -> Launch {
        let program = std::env::current_exe().unwrap().to_string_lossy().into_owned();
        let command = vec![program, "--exact".into(), "forking::app".into(), "--nocapture".into()];
        Launch { command, directory: "/".into(), environment: vec![("FORKING".into(), "app".into())] }
    }
}

/// The adapter itself: this test's own program, started again with a variable set.
#[test]
fn server() {
    if std::env::var("FORKING").map_or(false, |role| role == "server") {
        let identity = Identity { name: "test", version: "1", runtime: json!({}) };
        Server::new(identity, vec![Box::new(Forking)]).unwrap().with_agent(Agent { metrics: "[]" }).run();
    }
}

/// The app: this test's own program, started once more. Its workers answer with their pid; GET /allocate
/// allocates 10000 times, GET /end ends the worker.
#[test]
fn app() {
    if std::env::var("FORKING").map_or(true, |role| role != "app") {
        return;
    }
    for _ in 0..std::env::var("HARNESS_WORKERS").unwrap().parse().unwrap() {
        // SAFETY: the child goes on in this thread; the others wait, and are not in the child.
        unsafe {
            if libc::fork() == 0 {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
                serve(TcpListener::from_raw_fd(3));
            }
        }
    }
    loop {
        // SAFETY: a plain system call.
        unsafe { libc::pause() };
    }
}

fn serve(listener: TcpListener) {
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let mut head = BufReader::new(&stream).lines().map_while(Result::ok);
        let request = head.next().unwrap_or_default();
        head.find(String::is_empty);
        if request.starts_with("GET /allocate") {
            (0..10_000).for_each(|number| drop(number.to_string()));
        }
        // Who only asks for our health does not wait for the end of the answer.
        let _ = write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", std::process::id());
        if request.starts_with("GET /end") {
            std::process::exit(0);
        }
    }
}

pub fn open() -> Adapter {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "forking::server", "--nocapture"]);
    Adapter::of(command.env("FORKING", "server"))
}
