//! Crates of Debian 13, which any Debian can build with.
//!
//! apt finds and checks the packages with a configuration and a state of its own: that needs no root, installs
//! nothing and leaves the machine's apt alone. Which packages, the lock file says: each tells in `Provides` which
//! version of which crate it has.

use crate::lock::Locked;
use harness_adapter_sdk::commands::run;
use harness_adapter_sdk::errors::{ProtocolError, PREPARE_FAILED};
use harness_adapter_sdk::server::Notices;
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::os::unix::io::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::Command;

const SUITE: &str = "trixie";
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
const CRATES: &str = "usr/share/cargo/registry";

/// The crates that have been fetched, and what apt keeps to fetch more.
pub struct Debian {
    registry: PathBuf,
    apt: PathBuf,
}

/// Where this machine's own Debian comes from.
fn archive() -> Result<String, ProtocolError> {
    let format = ["indextargets", "--format", "$(CODENAME) $(RELEASE) $(REPO_URI)", "Created-By: Packages"];
    let targets = run(Command::new("apt-get").args(format))?;
    let system = fs::read_to_string("/etc/os-release")?;
    let codename = system.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")).unwrap_or_default();
    let of_system = |line: &&str| line.split(' ').take(2).any(|release| release == codename);
    let uri = targets.lines().find(of_system).and_then(|line| line.split(' ').last());
    uri.map(String::from).ok_or_else(|| {
        let message = format!("apt's sources have no archive of this Debian ({codename})");
        ProtocolError::new(PREPARE_FAILED, message)
    })
}

/// The virtual package of a crate's version.
fn provided(krate: &Locked) -> String {
    let version = krate.version.split('+').next().unwrap_or_default();
    format!("librust-{}-{version}-dev", krate.name.to_lowercase().replace('_', "-"))
}

/// Packages by what they provide.
fn providers(available: &str) -> HashMap<&str, &str> {
    let mut providers = HashMap::new();
    let mut package = "";
    for line in available.lines() {
        if let Some(name) = line.strip_prefix("Package: ") {
            package = name;
        } else if let Some(names) =
            line.strip_prefix("Provides: ").filter(|_| package.starts_with("librust-"))
        {
            let names = names.split(", ").filter_map(|name| name.split(' ').next());
            providers.extend(names.map(|name| (name, package)));
        }
    }
    providers
}

impl Debian {
    /// The crates that are kept in a folder.
    pub fn below(build: &Path) -> Self {
        Debian { registry: build.join(".deps/registry"), apt: build.join(".deps/apt") }
    }

    /// The folder of crates that cargo can take in the place of a registry.
    pub fn registry(&self) -> &Path {
        &self.registry
    }

    /// Those that have not been fetched.
    pub fn missing<'a>(&self, crates: &'a [Locked]) -> Vec<&'a Locked> {
        let is_missing =
            |krate: &&Locked| !self.registry.join(format!("{}-{}", krate.name, krate.version)).is_dir();
        crates.iter().filter(is_missing).collect()
    }

    /// Fetches those that are missing.
    pub fn fetch(&self, crates: &[Locked], notices: &Notices) -> Result<(), ProtocolError> {
        let _turn = self.turn()?;
        notices.progress("reading what packages Debian 13 has");
        self.configure(&archive()?)?;
        run(self.apt("apt-get").args(["update", "--quiet"]))?;
        let available = run(self.apt("apt-cache").arg("dumpavail"))?;
        let providers = providers(&available);
        let missing = self.missing(crates);
        let package = |krate: &&Locked| {
            let found = providers.get(provided(krate).as_str()).copied();
            let message = || format!("Debian 13 has no package of {} {}", krate.name, krate.version);
            found.ok_or_else(|| ProtocolError::new(PREPARE_FAILED, message()))
        };
        let packages = missing.iter().map(package).collect::<Result<BTreeSet<&str>, _>>()?;
        notices.progress(&format!("downloading {} packages of Debian 13", packages.len()));
        let downloads = self.empty("downloads")?;
        run(self.apt("apt-get").args(["download", "--quiet"]).args(packages).current_dir(&downloads))?;
        notices.progress("unpacking the packages");
        self.unpack(&downloads)?;
        match self.missing(crates).first() {
            None => Ok(()),
            Some(krate) => {
                let message = format!("the package of {} {} does not have it", krate.name, krate.version);
                Err(ProtocolError::new(PREPARE_FAILED, message))
            }
        }
    }

    /// Waits for other adapters that fetch; the turn ends with what is returned.
    fn turn(&self) -> std::io::Result<File> {
        fs::create_dir_all(&self.apt)?;
        let file = File::create(self.apt.join("turn"))?;
        // SAFETY: a plain system call on a descriptor of ours.
        match unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX) } {
            0 => Ok(file),
            _ => Err(std::io::Error::last_os_error()),
        }
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("APT_CONFIG", self.apt.join("apt.conf")).env("LC_ALL", "C");
        command
    }

    /// Tells apt of the archive, and to keep to its own folder.
    fn configure(&self, archive: &str) -> Result<(), ProtocolError> {
        for folder in ["lists/partial", "archives/partial", "log"] {
            fs::create_dir_all(self.apt.join(folder))?;
        }
        let own = self.apt.display();
        fs::write(self.apt.join("status"), "")?;
        fs::write(
            self.apt.join("sources.list"),
            format!("deb [signed-by={KEYRING}] {archive} {SUITE} main\n"),
        )?;
        let settings = format!(
            "Dir::Etc::sourcelist \"{own}/sources.list\";\n\
             Dir::Etc::sourceparts \"/dev/null\";\n\
             Dir::Etc::preferences \"/dev/null\";\n\
             Dir::Etc::preferencesparts \"/dev/null\";\n\
             Dir::State::lists \"{own}/lists\";\n\
             Dir::State::status \"{own}/status\";\n\
             Dir::Cache \"{own}\";\n\
             Dir::Cache::archives \"{own}/archives\";\n\
             Dir::Log \"{own}/log\";\n\
             Acquire::Languages \"none\";\n\
             Acquire::Retries \"0\";\n\
             Acquire::http::Timeout \"20\";\n\
             APT::Sandbox::User \"root\";\n" // root's downloads too go to a folder that only its owner may write
        );
        Ok(fs::write(self.apt.join("apt.conf"), settings)?)
    }

    /// A folder with nothing in it.
    fn empty(&self, name: &str) -> std::io::Result<PathBuf> {
        let folder = self.apt.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Adds the crates in packages; a crate that is there is whole.
    fn unpack(&self, downloads: &Path) -> Result<(), ProtocolError> {
        let tree = self.empty("tree")?;
        for package in fs::read_dir(downloads)? {
            run(Command::new("dpkg-deb").arg("--extract").arg(package?.path()).arg(&tree))?;
        }
        fs::create_dir_all(&self.registry)?;
        for krate in fs::read_dir(tree.join(CRATES))? {
            let krate = krate?;
            let place = self.registry.join(krate.file_name());
            if !place.exists() {
                fs::rename(krate.path(), place)?;
            }
        }
        fs::remove_dir_all(&tree)?;
        Ok(fs::remove_dir_all(downloads)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crates_package_is_found_by_what_it_provides() {
        let available = "\
            Package: librust-hyper-0.14-dev\n\
            Provides: librust-hyper-0.14+server-dev (= 0.14.32-2), librust-hyper-0.14.32-dev (= 0.14.32-2)\n\n\
            Package: librust-pin-project-lite-dev\n\
            Provides: librust-pin-project-lite-0.2.15-dev (= 0.2.15-1)\n\n\
            Package: other\n\
            Provides: librust-other-1.0.0-dev\n";
        let providers = providers(available);
        let find = |name: &str, version: &str| {
            providers.get(provided(&Locked { name: name.into(), version: version.into() }).as_str()).copied()
        };
        assert_eq!(find("hyper", "0.14.32"), Some("librust-hyper-0.14-dev"));
        assert_eq!(find("pin_project_lite", "0.2.15+build"), Some("librust-pin-project-lite-dev"));
        assert_eq!((find("hyper", "0.14.3"), find("other", "1.0.0")), (None, None));
    }
}
