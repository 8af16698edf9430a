//! What starts the app of this folder, and in which versions: what assumes the app's language is here.

use harness_adapter_sdk::app::Launch;
use harness_adapter_sdk::commands;
use harness_adapter_sdk::errors::ProtocolError;
use harness_adapter_sdk::server::{Framework, Notices};
use serde_json::{json, Value};
use std::path::PathBuf;
use std::process::Command;

/// The app's interpreter or compiler.
pub fn runtime() -> Result<Value, ProtocolError> {
    let version = commands::version(Command::new("rustc").arg("--version"))?;
    Ok(json!({"name": "rustc", "version": version, "path": commands::path("rustc")}))
}

fn folder() -> PathBuf {
    std::env::current_dir().unwrap_or_default().join("apps/http")
}

/// Where things are built.
fn target() -> PathBuf {
    std::env::var_os("HARNESS_BUILD_DIR").map_or_else(folder, PathBuf::from).join("target")
}

pub struct Http;

impl Framework for Http {
    fn name(&self) -> &str {
        "http"
    }

    fn description(&self) -> &str {
        "hyper on tokio"
    }

    fn deviations(&self) -> Value {
        json!([{
            "id": "not-written-yet",
            "description": "The app does not serve these workloads yet.",
            "workloads": [{{unserved}}]
        }])
    }

    /// Installs and builds what the app needs and lacks; returns what it is made of.
    fn prepare(&self, notices: &Notices) -> Result<Value, ProtocolError> {
        notices.progress("building the app");
        let mut build = Command::new("cargo");
        build.args(["build", "--release", "--offline", "--quiet", "--config", "../../.cargo/debian.toml"]);
        commands::run(build.arg("--target-dir").arg(target()).current_dir(folder()))
            .map_err(|error| error.hint("harness doctor says which Debian packages are missing"))?;
        let hyper = commands::version(Command::new("cargo").args(["pkgid", "hyper"]).current_dir(folder()))?;
        let rustc = commands::version(Command::new("rustc").arg("--version"))?;
        Ok(json!({
            "runtime": format!("rustc {rustc}"),
            "framework": format!("hyper {hyper}"),
            "server": format!("hyper {hyper}"),
        }))
    }

    /// What starts the app, and where; the adapter adds its socket and the number of workers.
    fn launch(&self) -> Launch {
        let program = target().join("release/http-app").to_string_lossy().into_owned();
        Launch { command: vec![program], directory: folder(), environment: vec![] }
    }
}
