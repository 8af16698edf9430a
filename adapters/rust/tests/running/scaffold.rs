//! The framework that `harness frameworks new` begins.

use crate::adapter::{Adapter, FOLDER};
use crate::lifecycle::get;
use serde_json::{json, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAME: &str = "my-framework";
const PARTS: [&str; 9] =
    [".cargo", "Cargo.lock", "Cargo.toml", "adapter", "agent", "apps", "scaffolds", "sdk", "src"];

fn filled(text: &str) -> String {
    text.replace("{{name}}", NAME)
}

/// Writes what is below `from` below `to`.
fn fill(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(filled(&entry.file_name().to_string_lossy()));
        if entry.path().is_dir() {
            fill(&entry.path(), &target);
        } else {
            fs::write(target, filled(&fs::read_to_string(entry.path()).unwrap())).unwrap();
        }
    }
}

/// A copy of the adapter's folder in which the framework has been begun.
fn begun(place: &Path) -> PathBuf {
    let folder = place.join("adapter");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let copied = Command::new("cp").arg("-a").args(PARTS).arg(&folder).current_dir(FOLDER).status();
    assert!(copied.unwrap().success());
    let scaffold = folder.join("scaffolds/framework");
    fill(&scaffold.join("files"), &folder);
    let instructions: Value =
        serde_json::from_slice(&fs::read(scaffold.join("scaffold.json")).unwrap()).unwrap();
    for line in instructions["lines"].as_array().unwrap() {
        let file = folder.join(line["file"].as_str().unwrap());
        let (before, text) = (line["before"].as_str().unwrap(), line["text"].as_str().unwrap());
        let source = fs::read_to_string(&file).unwrap();
        let mut lines: Vec<String> = source.lines().map(String::from).collect();
        let place = lines.iter().position(|line| line.trim_start().starts_with(before)).unwrap();
        lines.insert(place, filled(text));
        fs::write(file, lines.join("\n")).unwrap();
    }
    folder
}

#[test]
fn a_framework_that_is_begun_is_the_last_one_and_serves() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scaffold");
    let folder = begun(&place);
    // What is built stays, for the next time.
    let mut adapter =
        Adapter::of(Command::new(folder.join("adapter")).env("HARNESS_BUILD_DIR", place.join("build")));
    let frameworks = adapter.description["frameworks"].as_array().unwrap();
    assert_eq!(frameworks.last().unwrap()["name"], NAME);
    let app = adapter.start(json!({ "framework": NAME }));
    assert!(app["versions"]["framework"].as_str().unwrap().starts_with("hyper 0."), "{app}");
    assert!(get(&app, "/health").ends_with("{\"status\":\"ok\"}"));
    assert!(get(&app, "/json/large").starts_with("HTTP/1.1 404"));
}
