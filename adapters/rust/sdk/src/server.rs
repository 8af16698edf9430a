//! The adapter's side of the conversation.

use crate::app::{ending_json, App, Launch, Settings};
use crate::errors::{self, ProtocolError};
use crate::{process_tree, wire};
use serde_json::{json, Value};
use std::collections::HashMap;
use std::io::Read;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PROTOCOL_VERSIONS: [u64; 1] = [1];

/// A framework that the adapter can start.
pub trait Framework {
    /// Its name within the adapter.
    fn name(&self) -> &str;
    /// What it is, in a few words.
    fn description(&self) -> &str;
    /// What it declares to do differently, as the protocol's deviations.
    fn deviations(&self) -> Value {
        json!([])
    }
    /// Installs and builds what is missing; returns the versions of runtime, framework and server.
    fn prepare(&self, progress: &dyn Fn(&str, Option<f64>)) -> Result<Value, ProtocolError>;
    /// How to start it.
    fn launch(&self) -> Launch;
}

/// What the adapter says of itself.
pub struct Identity {
    pub name: &'static str,
    pub version: &'static str,
    /// The runtime's name, version and path.
    pub runtime: Value,
}

type Apps = Arc<Mutex<HashMap<String, Arc<App>>>>;

/// Answers the host's requests one at a time; the first framework is the default.
pub struct Server {
    identity: Identity,
    frameworks: Vec<Box<dyn Framework>>,
    writer: wire::Writer,
    apps: Apps,
    app_count: u64,
    workloads: String,
}

fn invalid(message: impl Into<String>) -> ProtocolError {
    ProtocolError::new(errors::INVALID_PARAMS, message)
}

fn text<'a>(params: &'a Value, name: &str) -> Result<&'a str, ProtocolError> {
    params[name].as_str().ok_or_else(|| invalid(format!("`{name}` must be a string")))
}

fn whole(params: &Value, name: &str) -> Result<u64, ProtocolError> {
    params[name].as_u64().ok_or_else(|| invalid(format!("`{name}` must be a whole number")))
}

fn monotonic_nanoseconds() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes to the given struct only.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

fn stop_all(apps: &Apps) {
    let running: Vec<Arc<App>> = apps.lock().map_or_else(|_| vec![], |apps| apps.values().cloned().collect());
    running.iter().for_each(|app| app.stop());
}

/// Reads lines on a thread of its own; at the end of input every app is stopped and the adapter exits (rule T5).
fn read_lines(apps: Apps) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut framer = wire::LineFramer::default();
        let mut buffer = [0; 65536];
        let mut input = std::io::stdin();
        while let Ok(count) = input.read(&mut buffer) {
            if count == 0 {
                break;
            }
            for line in framer.feed(&buffer[..count]) {
                let _ = sender.send(line);
            }
        }
        stop_all(&apps);
        // What a preparation has started.
        for pid in process_tree::pids(std::process::id() as i32).into_iter().skip(1) {
            // SAFETY: a plain system call.
            unsafe { libc::kill(pid, libc::SIGKILL) };
        }
        std::process::exit(0);
    });
    receiver
}

impl Server {
    pub fn new(identity: Identity, frameworks: Vec<Box<dyn Framework>>) -> std::io::Result<Self> {
        let writer = wire::Writer::new(wire::claim_stdout()?);
        let apps = Arc::default();
        Ok(Server { identity, frameworks, writer, apps, app_count: 0, workloads: String::new() })
    }

    /// Serves until the end of standard input or a shutdown.
    pub fn run(mut self) {
        // SAFETY: a plain system call.
        if unsafe { libc::isatty(0) } == 1 {
            let Identity { name, version, .. } = self.identity;
            eprintln!(
                "{name} adapter {version} of harness: speaks JSON-RPC on a pipe; see `harness adapters list`"
            );
            std::process::exit(2);
        }
        for line in read_lines(self.apps.clone()) {
            self.take(&line);
        }
    }

    fn take(&mut self, line: &[u8]) {
        let message = match wire::parse(line) {
            Ok(message) => message,
            Err(error) => return self.writer.send(&json!({"id": null, "error": error.to_json()})),
        };
        let (method, id) = match (message["method"].as_str(), message.get("id")) {
            (Some(method), Some(id)) => (method, id),
            _ => return, // an answer or a notification: nothing we wait for
        };
        let reply = match self.answer(method, &message["params"]) {
            Ok(result) => json!({"id": id, "result": result}),
            Err(error) => json!({"id": id, "error": error.to_json()}),
        };
        self.writer.send(&reply);
        if method == "shutdown" {
            std::process::exit(0);
        }
    }

    fn answer(&mut self, method: &str, params: &Value) -> Result<Value, ProtocolError> {
        match method {
            "initialize" => self.initialize(params),
            "app/prepare" => self.prepare(params),
            "app/start" => self.start(params),
            "app/stop" => self.stop(params),
            "metrics/read" => self.metrics(params),
            "shutdown" => {
                stop_all(&self.apps);
                Ok(json!({}))
            }
            _ => Err(ProtocolError::new(errors::METHOD_NOT_FOUND, format!("unknown method {method}"))),
        }
    }

    fn initialize(&mut self, params: &Value) -> Result<Value, ProtocolError> {
        let offered =
            params["protocolVersions"].as_array().ok_or_else(|| invalid("`protocolVersions` is missing"))?;
        let common = offered
            .iter()
            .filter_map(Value::as_u64)
            .filter(|version| PROTOCOL_VERSIONS.contains(version))
            .max();
        let version = common.ok_or_else(|| {
            let message = format!("this adapter speaks protocol versions {PROTOCOL_VERSIONS:?}");
            ProtocolError::new(errors::UNSUPPORTED_VERSION, message)
        })?;
        self.workloads = params["workloads"].as_str().unwrap_or_default().to_string();
        let describe = |(index, framework): (usize, &Box<dyn Framework>)| {
            json!({
                "name": framework.name(), "description": framework.description(), "default": index == 0,
                "deviations": framework.deviations(),
            })
        };
        Ok(json!({
            "protocolVersion": version,
            "adapter": {"name": self.identity.name, "version": self.identity.version},
            "runtime": self.identity.runtime,
            "frameworks": self.frameworks.iter().enumerate().map(describe).collect::<Value>(),
            "metrics": process_tree::descriptors(),
        }))
    }

    fn framework(&self, params: &Value) -> Result<&dyn Framework, ProtocolError> {
        let name = text(params, "framework")?;
        let found = self.frameworks.iter().find(|framework| framework.name() == name);
        found.map(|framework| framework.as_ref()).ok_or_else(|| {
            let names: Vec<&str> = self.frameworks.iter().map(|framework| framework.name()).collect();
            let message = format!("the {} adapter has no framework {name}", self.identity.name);
            ProtocolError::new(errors::UNKNOWN_FRAMEWORK, message)
                .hint(format!("it has {}", names.join(", ")))
        })
    }

    fn prepared(&self, params: &Value) -> Result<(&dyn Framework, Value), ProtocolError> {
        let framework = self.framework(params)?;
        let progress = |message: &str, fraction: Option<f64>| {
            self.writer.notify("progress", json!({"message": message, "fraction": fraction}))
        };
        Ok((framework, framework.prepare(&progress)?))
    }

    fn prepare(&self, params: &Value) -> Result<Value, ProtocolError> {
        let begin = Instant::now();
        let (_, versions) = self.prepared(params)?;
        Ok(json!({"versions": versions, "durationNanoseconds": begin.elapsed().as_nanos() as u64}))
    }

    fn start(&mut self, params: &Value) -> Result<Value, ProtocolError> {
        let cpus = params["cpus"].as_array().ok_or_else(|| invalid("`cpus` must be an array"))?;
        let ports = &params["ports"];
        let port = |name: &str| whole(ports, name).map(|port| port as u16);
        let settings = Settings {
            workers: whole(params, "workers")?,
            cpus: cpus.iter().filter_map(Value::as_u64).collect(),
            ports: if ports.is_null() { None } else { Some((port("first")?, port("last")?)) },
        };
        let timeout = Duration::from_nanos(whole(params, "healthTimeoutNanoseconds")?);
        let (framework, versions) = self.prepared(params)?;
        let mut launch = framework.launch();
        launch.environment.push(("HARNESS_WORKLOADS".into(), self.workloads.clone()));
        self.app_count += 1;
        let (apps, writer) = (self.apps.clone(), self.writer.clone());
        let app = App::start(self.app_count.to_string(), launch, &settings, move |app| {
            let (code, signal) = ending_json(app.ending());
            apps.lock().map(|mut apps| apps.remove(&app.name)).ok();
            let params = json!({"app": app.name, "exitCode": code, "signal": signal, "stderr": app.tail()});
            writer.notify("app/exited", params);
        })?;
        self.apps.lock().map(|mut apps| apps.insert(app.name.clone(), app.clone())).ok();
        let startup = app.wait_for_health(timeout).map_err(|error| {
            self.apps.lock().map(|mut apps| apps.remove(&app.name)).ok();
            error
        })?;
        Ok(json!({
            "app": app.name,
            "address": {"host": "127.0.0.1", "port": app.port},
            "processes": process_tree::describe(app.pid),
            "versions": versions,
            "startupNanoseconds": startup.as_nanos() as u64,
        }))
    }

    fn app(&self, params: &Value) -> Result<Arc<App>, ProtocolError> {
        let name = text(params, "app")?;
        let found = self.apps.lock().ok().and_then(|apps| apps.get(name).cloned());
        found.ok_or_else(|| ProtocolError::new(errors::UNKNOWN_APP, format!("no app {name} runs")))
    }

    fn stop(&self, params: &Value) -> Result<Value, ProtocolError> {
        let app = self.app(params)?;
        app.stop();
        self.apps.lock().map(|mut apps| apps.remove(&app.name)).ok();
        let (code, signal) = ending_json(app.ending());
        Ok(json!({"exitCode": code, "signal": signal}))
    }

    fn metrics(&self, params: &Value) -> Result<Value, ProtocolError> {
        let (processes, values) = process_tree::read(self.app(params)?.pid);
        Ok(json!({
            "timeNanoseconds": monotonic_nanoseconds(), "processes": processes, "values": values,
            "unavailable": {}, "events": [],
        }))
    }
}
