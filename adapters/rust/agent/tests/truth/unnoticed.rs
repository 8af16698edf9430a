//! A program is as it would be without the agent.

use crate::subject::{command, Folder};
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn output(folder: Option<&str>, words: &[&str]) -> (String, String, bool) {
    let mut command = command(words);
    folder.map(|folder| command.env("HARNESS_AGENT_DIR", folder));
    let output = command.output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (stdout, stderr, output.status.success())
}

#[test]
fn without_a_folder_nothing_is_mapped() {
    let folder = Folder::create();
    let path = folder.0.to_str().unwrap();
    assert!(output(Some(path), &["maps"]).0.contains(&format!("{path}/alloc.")));
    for none in [None, Some("")] {
        let (maps, errors, is_success) = output(none, &["maps"]);
        assert!(is_success && errors.is_empty() && maps.contains("agent-subject"));
        assert!(!maps.contains("alloc."), "{maps}");
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_not_noticed() {
    let too_long = format!("/{}", "x".repeat(600));
    for folder in [None, Some("/no/such/folder"), Some("/dev/null"), Some(&*too_long)] {
        for words in [["in-turn", "20", "50"], ["spin", "1", "0"]] {
            let (text, errors, is_success) = output(folder, &words);
            assert!(is_success && errors.is_empty() && text.lines().count() == 1, "{folder:?} {errors}");
        }
        assert_eq!(output(folder, &["boxes", "10", "10"]).0, "-1 -1 -1 -1\n");
    }
}

#[test]
fn pages_are_private() {
    let folder = Folder::create();
    assert!(output(folder.0.to_str(), &["spin", "1"]).2);
    let mut names: Vec<String> = vec![];
    for entry in fs::read_dir(&folder.0).unwrap().flatten() {
        names.push(entry.file_name().to_str().unwrap().split('.').next().unwrap().into());
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    names.sort();
    assert_eq!(names, ["alloc", "tokio"]);
}
