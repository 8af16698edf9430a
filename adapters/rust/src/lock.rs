//! Cargo.lock: which crates an app is built from.

use std::io::Result;
use std::path::Path;

/// A crate of a registry.
pub struct Locked {
    pub name: String,
    pub version: String,
}

/// The crates that a lock file takes from a registry, not those of the repository.
pub fn read(path: &Path) -> Result<Vec<Locked>> {
    let text = std::fs::read_to_string(path)?;
    let value = |entry: &str, key: &str| -> Option<String> {
        let line = entry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
        Some(line.trim_end_matches('"').to_string())
    };
    let entries = text.split("[[package]]").skip(1).filter(|entry| value(entry, "source").is_some());
    let locked = entries
        .filter_map(|entry| Some(Locked { name: value(entry, "name")?, version: value(entry, "version")? }));
    Ok(locked.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apps_lock_file_has_the_crates_that_are_not_of_the_repository() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("apps/axum/Cargo.lock");
        let crates = read(&path).unwrap();
        let axum: Vec<&Locked> = crates.iter().filter(|krate| krate.name == "axum").collect();
        assert_eq!(axum.len(), 1);
        assert!(axum[0].version.starts_with("0.7."), "{}", axum[0].version);
        assert!(crates.iter().all(|krate| krate.name != "axum-app" && krate.name != "contract"));
    }
}
