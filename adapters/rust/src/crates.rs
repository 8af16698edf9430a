//! Frameworks whose app is a crate of this workspace, built by cargo.

use harness_adapter_sdk::app::Launch;
use harness_adapter_sdk::children;
use harness_adapter_sdk::errors::{ProtocolError, PREPARE_FAILED};
use harness_adapter_sdk::server::Framework;
use serde_json::{json, Value};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An app in this workspace.
pub struct CrateApp {
    pub name: &'static str,
    pub description: &'static str,
    /// The app's package, which is also its program's name.
    pub package: &'static str,
    /// The crate that is compared.
    pub framework: &'static str,
    /// The crate that serves.
    pub server: &'static str,
}

fn folder() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// Where cargo builds: below HARNESS_BUILD_DIR, without it below the workspace.
fn target() -> PathBuf {
    std::env::var_os("HARNESS_BUILD_DIR").map_or_else(folder, PathBuf::from).join("target")
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var("HARNESS_CARGO").unwrap_or_else(|_| "cargo".into()));
    command.current_dir(folder());
    command
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

fn failed(stderr: &[u8]) -> ProtocolError {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<String> = text.lines().map(String::from).collect();
    let last = lines[lines.len().saturating_sub(20)..].to_vec();
    ProtocolError::new(PREPARE_FAILED, "`cargo build --release` failed")
        .hint("harness doctor says which Debian packages are missing")
        .stderr(last)
}

impl CrateApp {
    /// The version of a crate in Cargo.lock, which cargo has just resolved.
    fn version(&self, package: &str) -> String {
        let lock = std::fs::read_to_string(folder().join("Cargo.lock")).unwrap_or_default();
        let entry = format!("name = \"{package}\"\nversion = \"");
        let rest = lock.split_once(&entry).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split('"').next()).unwrap_or("unknown").to_string()
    }
}

impl Framework for CrateApp {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self) -> &str {
        self.description
    }

    fn prepare(&self, progress: &dyn Fn(&str, Option<f64>)) -> Result<Value, ProtocolError> {
        progress(&format!("building {}", self.package), None);
        let build = ["build", "--release", "--offline", "--quiet", "--package", self.package, "--target-dir"];
        let output = children::output(cargo().args(build).arg(target()))
            .map_err(|error| failed(error.to_string().as_bytes()))?;
        if !output.status.success() {
            return Err(failed(&output.stderr));
        }
        Ok(json!({
            "runtime": rustc("--version"),
            "framework": format!("{} {}", self.framework, self.version(self.framework)),
            "server": format!("{} {}", self.server, self.version(self.server)),
        }))
    }

    fn launch(&self) -> Launch {
        let program = target().join("release").join(self.package);
        Launch {
            command: vec![program.to_string_lossy().into_owned()],
            directory: folder(),
            environment: vec![],
        }
    }
}
