//! Where crates come from: what Debian has installed, cargo's registry, or the packages of Debian 13.

use crate::debian::Debian;
use crate::lock;
use harness_adapter_sdk::children;
use harness_adapter_sdk::errors::ProtocolError;
use harness_adapter_sdk::server::Notices;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The adapter's folder.
pub fn folder() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// Where things are built and crates are kept: HARNESS_BUILD_DIR, without it the adapter's folder.
pub fn build_folder() -> PathBuf {
    std::env::var_os("HARNESS_BUILD_DIR").map_or_else(folder, PathBuf::from)
}

/// A cargo that takes the flags of the adapter's folder.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var("HARNESS_CARGO").unwrap_or_else(|_| "cargo".into()));
    command.current_dir(folder());
    command
}

/// Crates to build with.
pub struct Source {
    pub name: &'static str,
    /// The Cargo.toml that is built.
    pub manifest: PathBuf,
    /// What tells cargo of the source.
    pub arguments: Vec<String>,
}

impl Source {
    /// The lock file of the crates: the app's own, or that of the adapter's workspace.
    pub fn lock(&self) -> PathBuf {
        let own = self.manifest.with_file_name("Cargo.lock");
        if own.exists() {
            own
        } else {
            folder().join("Cargo.lock")
        }
    }
}

fn manifest(app: &str) -> PathBuf {
    folder().join("apps").join(app).join("Cargo.toml")
}

/// The packages of this machine.
pub fn installed(app: &str) -> Source {
    Source {
        name: "the installed crates",
        manifest: manifest(app),
        arguments: ["--config", ".cargo/debian.toml"].map(String::from).into(),
    }
}

/// What has the crates of an app with a lock file of its own: Debian 13's where they are here already, otherwise
/// cargo's registry, and where that does not answer Debian 13's.
pub fn of_app(app: &str, notices: &Notices) -> Result<Source, ProtocolError> {
    let manifest = manifest(app);
    let debian = Debian::below(&build_folder());
    let crates = lock::read(&manifest.with_file_name("Cargo.lock"))?;
    if debian.missing(&crates).is_empty() {
        return Ok(packaged(&debian, manifest));
    }
    notices.progress(&format!("looking for the crates of {app} at cargo's registry"));
    let reason = match public(app, notices) {
        Ok(source) => return Ok(source),
        Err(reason) => reason,
    };
    notices.log(&format!(
        "{app}: cargo's registry has no crates for it ({reason}); those of Debian 13 are taken"
    ));
    debian.fetch(&crates, notices).map_err(|mut error| {
        let why = &error.message;
        error.message =
            format!("there are no crates to build {app} with: cargo's registry: {reason}; Debian 13: {why}");
        error.hint("it takes a network that reaches cargo's registry or the archive in apt's sources")
    })?;
    Ok(packaged(&debian, manifest))
}

fn packaged(debian: &Debian, manifest: PathBuf) -> Source {
    let directory = format!("source.debian-13.directory={:?}", debian.registry());
    let replacement = "source.crates-io.replace-with='debian-13'".to_string();
    let arguments = ["--config".to_string(), directory, "--config".to_string(), replacement];
    let locked = ["--locked".to_string()];
    Source { name: "Debian 13's crates", manifest, arguments: arguments.into_iter().chain(locked).collect() }
}

/// cargo's registry or what takes its place in the user's configuration; the error is why it is of no use. It gets a
/// lock file of its own: that of the repository has Debian's crates, which are not the registry's to the byte.
fn public(app: &str, notices: &Notices) -> Result<Source, String> {
    let manifest = mirror(app).map_err(|error| error.to_string())?;
    let source = Source { name: "the crates of cargo's registry", manifest, arguments: vec![] };
    let is_new = !source.manifest.with_file_name("Cargo.lock").exists();
    let mut fetch = cargo();
    fetch.args(["fetch", "--quiet", "--config", "net.retry=0", "--config", "http.timeout=5"]);
    fetch.arg("--manifest-path").arg(&source.manifest);
    let output = children::output(&mut fetch).map_err(|error| error.to_string())?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(text.lines().last().unwrap_or("cargo fetch failed").trim().to_string());
    }
    if is_new {
        notices.log(&format!("{app}: the crates of cargo's registry are taken"));
    }
    Ok(source)
}

/// The app's Cargo.toml among links to all that it is built from, but to no lock file.
fn mirror(app: &str) -> std::io::Result<PathBuf> {
    let (from, to) = (folder(), build_folder().join(".deps/cargo-registry"));
    let app = Path::new("apps").join(app);
    std::fs::create_dir_all(to.join(&app))?;
    for path in ["agent".into(), "apps/contract".into(), app.join("src"), app.join("Cargo.toml")] {
        let (target, link): (PathBuf, PathBuf) = (from.join(&path), to.join(&path));
        if std::fs::read_link(&link).ok().as_ref() != Some(&target) {
            let _ = std::fs::remove_file(&link);
            symlink(target, link)?;
        }
    }
    Ok(to.join(app).join("Cargo.toml"))
}
