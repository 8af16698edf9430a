//! The adapter's side of the conversation.

use crate::agent_folder::AgentFolder;
use crate::app::{App, Launch, STOP_GRACE};
use crate::apps::Apps;
use crate::errors::{self, ProtocolError};
use crate::params::{self, text};
use crate::profiling::{Profiling, Session};
use crate::{children, wire};
use serde_json::{json, Value};
use std::io::Read;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PROTOCOL_VERSIONS: [u64; 1] = [1];
/// Of the 2 s of rule T5.
const END_GRACE: Duration = Duration::from_secs(1);

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
    fn prepare(&self, notices: &Notices) -> Result<Value, ProtocolError>;
    /// How to start it.
    fn launch(&self) -> Launch;
}

/// What a preparation tells the host before it ends.
pub struct Notices<'a>(&'a wire::Writer);

impl Notices<'_> {
    /// What is being done.
    pub fn progress(&self, message: &str) {
        self.0.notify("progress", json!({"message": message, "fraction": null}));
    }

    /// What has been decided, for the host's log.
    pub fn log(&self, message: &str) {
        self.0.notify("log", json!({"level": "info", "message": message}));
    }
}

/// What the adapter says of itself.
pub struct Identity {
    pub name: &'static str,
    pub version: &'static str,
    /// The runtime's name, version and path.
    pub runtime: Value,
}

/// Answers the host's requests one at a time; the first framework is the default.
pub struct Server {
    identity: Identity,
    frameworks: Vec<Box<dyn Framework>>,
    writer: wire::Writer,
    apps: Apps,
    app_count: u64,
    workloads: String,
    agent: Option<Agent>,
    profiler: Option<Profiler>,
}

/// What the pages of an agent count: descriptors as JSON, as `initialize` reports them.
pub struct Agent {
    pub metrics: &'static str,
}

/// Makes what samples one app.
pub type Profiler = fn() -> Box<dyn Session>;

/// Reads lines on a thread of its own; at the end of input everything is ended, the adapter last (rule T5).
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
        children::refuse();
        apps.stop(END_GRACE);
        children::kill_all();
        std::process::exit(0);
    });
    receiver
}

impl Server {
    pub fn new(identity: Identity, frameworks: Vec<Box<dyn Framework>>) -> std::io::Result<Self> {
        let writer = wire::Writer::new(wire::claim_stdout()?);
        let apps = Apps::default();
        Ok(Server {
            identity,
            frameworks,
            writer,
            apps,
            app_count: 0,
            workloads: String::new(),
            agent: None,
            profiler: None,
        })
    }

    /// With the agent that its apps are linked with.
    pub fn with_agent(self, agent: Agent) -> Self {
        Server { agent: Some(agent), ..self }
    }

    /// With what its apps can be profiled with.
    pub fn with_profiler(self, profiler: Profiler) -> Self {
        Server { profiler: Some(profiler), ..self }
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
        let bug = |_| {
            let message = format!("a bug in {method}: standard error says where");
            Err(ProtocolError::new(errors::INTERNAL_ERROR, message))
        };
        let answer = catch_unwind(AssertUnwindSafe(|| self.answer(method, &message["params"])));
        let reply = match answer.unwrap_or_else(bug) {
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
            "profile/start" if self.profiler.is_some() => {
                let app = self.app(params)?;
                let answer = app.profiling().start(app.pid);
                answer
            }
            "profile/stop" if self.profiler.is_some() => self.app(params)?.profiling().stop(),
            "shutdown" => {
                self.apps.stop(STOP_GRACE);
                Ok(json!({}))
            }
            _ => Err(ProtocolError::new(errors::METHOD_NOT_FOUND, format!("unknown method {method}"))),
        }
    }

    fn initialize(&mut self, params: &Value) -> Result<Value, ProtocolError> {
        let offered = params::counts(params, "protocolVersions")?;
        let common = offered.into_iter().filter(|version| PROTOCOL_VERSIONS.contains(version)).max();
        let version = common.ok_or_else(|| {
            let message = format!("this adapter speaks protocol versions {PROTOCOL_VERSIONS:?}");
            ProtocolError::new(errors::UNSUPPORTED_VERSION, message)
        })?;
        self.workloads = params["workloads"].as_str().unwrap_or_default().to_string();
        let describe = |(index, framework): (usize, &dyn Framework)| {
            json!({
                "name": framework.name(), "description": framework.description(), "default": index == 0,
                "deviations": framework.deviations(),
            })
        };
        let frameworks = self.frameworks.iter().map(AsRef::as_ref).enumerate().map(describe);
        let metrics = self.agent.as_ref().map_or("[]", |agent| agent.metrics);
        let metrics: Value = serde_json::from_str(metrics).map_err(std::io::Error::from)?;
        Ok(json!({
            "protocolVersion": version,
            "adapter": {"name": self.identity.name, "version": self.identity.version},
            "runtime": self.identity.runtime,
            "frameworks": frameworks.collect::<Value>(),
            "metrics": metrics,
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
        Ok((framework, framework.prepare(&Notices(&self.writer))?))
    }

    fn prepare(&self, params: &Value) -> Result<Value, ProtocolError> {
        let begin = Instant::now();
        let (_, versions) = self.prepared(params)?;
        Ok(json!({"versions": versions, "durationNanoseconds": begin.elapsed().as_nanos() as u64}))
    }

    fn start(&mut self, params: &Value) -> Result<Value, ProtocolError> {
        self.framework(params)?;
        let settings = params::settings(params)?;
        let (framework, versions) = self.prepared(params)?;
        let mut launch = framework.launch();
        launch.environment.push(("HARNESS_WORKLOADS".into(), self.workloads.clone()));
        let agent_folder = match &self.agent {
            Some(_) if settings.agents => Some(AgentFolder::make()?),
            _ => None,
        };
        let profiling = Profiling::new(self.profiler.filter(|_| settings.profiler).map(|session| session()));
        self.app_count += 1;
        let (apps, writer) = (self.apps.clone(), self.writer.clone());
        let app =
            App::start(self.app_count.to_string(), launch, &settings, agent_folder, profiling, move |app| {
                apps.remove(app);
                let mut params = app.ending_json();
                (params["app"], params["stderr"]) = (json!(app.name), json!(app.tail()));
                writer.notify("app/exited", params);
            })?;
        self.apps.insert(&app);
        let startup = app.wait_for_health(settings.health_timeout).map_err(|error| {
            self.apps.remove(&app);
            error
        })?;
        let mut answer = json!({
            "app": app.name,
            "address": {"host": "127.0.0.1", "port": app.port},
            "pid": app.pid,
            "versions": versions,
            "startupNanoseconds": startup.as_nanos() as u64,
        });
        if let Some(path) = app.agent_path() {
            answer["agentFolder"] = json!(path);
        }
        Ok(answer)
    }

    fn stop(&self, params: &Value) -> Result<Value, ProtocolError> {
        let app = self.apps.claim(text(params, "app")?)?;
        app.stop(STOP_GRACE);
        self.apps.remove(&app);
        Ok(app.ending_json())
    }

    fn app(&self, params: &Value) -> Result<Arc<App>, ProtocolError> {
        self.apps.find(text(params, "app")?)
    }

    fn metrics(&self, params: &Value) -> Result<Value, ProtocolError> {
        self.app(params)?;
        Ok(json!({"values": {}, "unavailable": {}}))
    }
}
