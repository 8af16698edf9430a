//! A run of tests/subjects/program.rs, and its pages.

use crate::page::Page;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder for pages, removed with this.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn create() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("agent-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Folder(path)
    }

    /// The pages of a kind.
    pub fn pages(&self, kind: &str) -> Vec<Page> {
        Page::all(&self.0, kind)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program, without an environment of its own.
pub fn command(words: &[&str]) -> Command {
    // This test's own program is in the folder `deps`, the examples of the same build are beside that.
    let build = std::env::current_exe().unwrap();
    let build = build.ancestors().nth(2).unwrap();
    let mut command = Command::new(build.join("examples/agent-subject"));
    command.args(words).env_clear().stdin(Stdio::null());
    command
}

/// The lines of numbers it prints, its pages and how it ended.
pub fn run(words: &[&str]) -> (Vec<Vec<i64>>, Folder, ExitStatus) {
    let folder = Folder::create();
    let output = command(words).env("HARNESS_AGENT_DIR", &folder.0).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers = |line: &str| line.split(' ').map(|word| word.parse().unwrap()).collect();
    (text.lines().map(numbers).collect(), folder, output.status)
}

/// The only line of numbers it prints.
pub fn counts(words: &[&str]) -> Vec<i64> {
    let (mut lines, _, status) = run(words);
    assert!(status.success() && lines.len() == 1, "{words:?} ended with {status} and printed {lines:?}");
    lines.remove(0)
}

/// A run that waits after each line until it is told to go on.
pub struct Conversation {
    pub folder: Folder,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Conversation {
    pub fn start(words: &[&str]) -> Self {
        let folder = Folder::create();
        let mut command = command(words);
        command.env("HARNESS_AGENT_DIR", &folder.0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Conversation { folder, child, input, output }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.output.read_line(&mut line).unwrap() > 0, "the program has ended");
        line.trim_end().to_string()
    }

    pub fn go_on(&mut self) {
        self.input.write_all(b"\n").unwrap();
    }

    /// The page of the runtime's workers.
    pub fn workers(&self) -> Page {
        self.folder.pages("tokio").remove(0)
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
