//! Frameworks whose app is a crate, built by cargo.

use crate::lock;
use crate::sources::{self, build_folder, cargo, folder, Source};
use harness_adapter_sdk::app::Launch;
use harness_adapter_sdk::children;
use harness_adapter_sdk::commands::failed;
use harness_adapter_sdk::errors::ProtocolError;
use harness_adapter_sdk::server::{Framework, Notices};
use serde_json::{json, Value};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate in apps/.
pub struct CrateApp {
    pub name: &'static str,
    pub description: &'static str,
    /// The crate that is compared.
    pub framework: &'static str,
    /// The crate that serves.
    pub server: &'static str,
    pub crates: Crates,
}

/// The crates that an app is built from.
pub enum Crates {
    /// Those that are installed.
    Installed,
    /// Those of the lock file in apps/`name`, which preparation fetches.
    Locked,
}

/// The first line that `rustc` says of itself, as cargo would run it.
fn rustc(argument: &str) -> String {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let output = Command::new(rustc).arg(argument).output();
    output.map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// The compiler that apps are built with.
pub fn runtime() -> Value {
    let version = rustc("--version").split(' ').nth(1).unwrap_or("unknown").to_string();
    let path = Path::new(&rustc("--print=sysroot")).join("bin/rustc");
    json!({"name": "rustc", "version": version, "path": path})
}

impl CrateApp {
    /// The app's package, which is also its program's name.
    fn package(&self) -> String {
        format!("{}-app", self.name)
    }

    /// Where cargo builds. In one place, apps with other features of the same crates would rebuild them in turn.
    fn target(&self) -> PathBuf {
        let target = build_folder().join("target");
        match self.crates {
            Crates::Installed => target,
            Crates::Locked => target.join(self.name),
        }
    }

    fn source(&self, notices: &Notices) -> Result<Source, ProtocolError> {
        match self.crates {
            Crates::Installed => Ok(sources::installed(self.name)),
            Crates::Locked => sources::of_app(self.name, notices),
        }
    }

    fn build(&self, source: &Source) -> Result<(), ProtocolError> {
        let mut command = cargo();
        command.args(["build", "--release", "--offline", "--quiet", "--package", &self.package()]);
        command.arg("--manifest-path").arg(&source.manifest).arg("--target-dir").arg(self.target());
        let output = children::output(command.args(&source.arguments));
        let stderr = match output {
            Ok(output) if output.status.success() => return Ok(()),
            Ok(output) => output.stderr,
            Err(error) => error.to_string().into_bytes(),
        };
        let message =
            format!("`cargo build --release --package {}` failed with {}", self.package(), source.name);
        let hint = match self.crates {
            Crates::Installed => "harness doctor says which Debian packages are missing",
            Crates::Locked => "cargo and rustc 1.85 or newer build it; HARNESS_CARGO names another cargo",
        };
        Err(failed(message, &stderr).hint(hint))
    }
}

impl Framework for CrateApp {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self) -> &str {
        self.description
    }

    fn prepare(&self, notices: &Notices) -> Result<Value, ProtocolError> {
        let source = self.source(notices)?;
        notices.progress(&format!("building {} with {}", self.package(), source.name));
        self.build(&source)?;
        let locked = lock::read(&source.lock())?;
        let version = |name: &str| {
            let found = locked.iter().find(|krate| krate.name == name);
            format!("{name} {}", found.map_or("unknown", |krate| &krate.version))
        };
        Ok(json!({
            "runtime": rustc("--version"),
            "framework": version(self.framework),
            "server": version(self.server),
        }))
    }

    fn launch(&self) -> Launch {
        let program = self.target().join("release").join(self.package());
        Launch {
            command: vec![program.to_string_lossy().into_owned()],
            directory: folder(),
            environment: vec![],
        }
    }
}
