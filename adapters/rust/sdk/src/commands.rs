//! Commands that preparation runs.

use crate::children;
use crate::errors::{ProtocolError, PREPARE_FAILED};
use std::path::PathBuf;
use std::process::Command;

const TAIL_LINES: usize = 20;

/// A failed preparation, with the last lines of what failed.
pub fn failed(message: String, output: &[u8]) -> ProtocolError {
    let text = String::from_utf8_lossy(output);
    let lines: Vec<String> = text.lines().map(String::from).collect();
    let tail = lines[lines.len().saturating_sub(TAIL_LINES)..].to_vec();
    ProtocolError::new(PREPARE_FAILED, message).stderr(tail)
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args().take(1));
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// What a command prints; where it fails or is not there, a failed preparation.
pub fn run(command: &mut Command) -> Result<String, ProtocolError> {
    let output = children::output(command).map_err(|error| {
        failed(format!("`{}` cannot be run", name(command)), error.to_string().as_bytes())
    })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(failed(format!("`{}` failed", name(command)), &output.stderr))
    }
}

/// The first number with a point in it that a command prints, such as 5.36.0.
pub fn version(command: &mut Command) -> Result<String, ProtocolError> {
    let text = run(command)?;
    let is_apart = |letter: char| !letter.is_ascii_digit() && letter != '.';
    let mut numbers = text.split(is_apart).map(|number| number.trim_matches('.'));
    let found = numbers.find(|number| number.contains('.')).map(String::from);
    found.ok_or_else(|| failed(format!("`{}` tells no version", name(command)), text.as_bytes()))
}

/// Where a program on PATH is.
pub fn path(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_first_number_with_a_point() {
        let told = |text: &str| version(Command::new("echo").arg(text));
        assert_eq!(told("This is perl 5, version 36, (v5.36.0) built in 2.0.").unwrap(), "5.36.0");
        let error = told("perl 5").unwrap_err().to_json();
        assert_eq!((&error["code"], &error["data"]["stderr"][0]), (&PREPARE_FAILED.into(), &"perl 5".into()));
    }

    #[test]
    fn what_fails_or_is_not_there_is_a_failed_preparation_that_says_why() {
        let error = run(Command::new("sh").args(["-c", "seq 30 >&2; exit 3"])).unwrap_err().to_json();
        assert_eq!(
            (&error["message"], &error["data"]["stderr"][0]),
            (&"`sh -c` failed".into(), &"11".into())
        );
        let error = run(&mut Command::new("/no/such/program")).unwrap_err().to_json();
        assert!(error["data"]["stderr"][0].as_str().unwrap().contains("No such file"), "{error}");
    }
}
