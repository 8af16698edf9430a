//! perf samples an app from the kernel's timer (docs/PROFILING.md).

use harness_adapter_sdk::errors::{ProtocolError, PROFILER_UNAVAILABLE};
use harness_adapter_sdk::profiling::{profile, Session};
use harness_adapter_sdk::{children, process_tree};
use serde_json::{json, Value};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

const SAMPLES_PER_SECOND: u64 = 99; // not in step with what happens every 10 ms

/// A perf beside one app. It writes to a pipe and dies with the adapter, so that nothing is left of it.
pub fn session() -> Box<dyn Session> {
    Box::new(Perf(None))
}

struct Perf(Option<Recording>);

fn perf(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var("HARNESS_PERF").unwrap_or_else(|_| "perf".into()));
    command.args(arguments).env("PERF_CONFIG", "/dev/null").env("LC_ALL", "C").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn unavailable(message: String, hint: &str) -> ProtocolError {
    ProtocolError::new(PROFILER_UNAVAILABLE, message).hint(hint)
}

/// Its name with its version.
fn name() -> Result<String, ProtocolError> {
    let output = children::output(&mut perf(&["--version"])).map_err(|error| {
        unavailable(
            format!("perf cannot be run: {error}"),
            "apt-get install --no-install-recommends linux-perf",
        )
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().replace("perf version", "perf"))
}

/// Reads a stream to its end, beside whatever else is done.
fn collect(stream: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = vec![];
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// A perf that samples; what it writes is kept in memory, because turning it into stacks takes processor time.
struct Recording {
    child: Child,
    samples: Option<JoinHandle<Vec<u8>>>,
}

impl Recording {
    fn start(pids: &[i32]) -> Result<Self, ProtocolError> {
        let pids: Vec<String> = pids.iter().map(i32::to_string).collect();
        let rate = SAMPLES_PER_SECOND.to_string();
        let arguments = ["record", "--event", "cpu-clock", "--call-graph", "fp", "--no-buildid-cache"];
        let mut command = perf(&arguments);
        command.args(["--freq", &rate, "--output", "-", "--pid", &pids.join(",")]);
        let mut child = children::spawn(&mut command)?;
        let messages = collect(child.stderr.take());
        let mut output = child.stdout.take();
        // The first bytes come when it has got its events from the kernel.
        let mut head = vec![0; 4096];
        let count = output.as_mut().map_or(Ok(0), |output| output.read(&mut head))?;
        head.truncate(count);
        if count == 0 {
            let status = child.wait()?;
            let messages = messages.join().unwrap_or_default();
            let reason = String::from_utf8_lossy(&messages);
            let reason: Vec<&str> = reason.lines().take(2).map(str::trim).collect(); // more is advice
            let message = format!("perf cannot sample ({status}): {}", reason.join(" "));
            return Err(unavailable(message, "sysctl kernel.perf_event_paranoid=1, or run as root"));
        }
        let samples = collect(output.map(|output| Cursor::new(head).chain(output)));
        Ok(Recording { child, samples: Some(samples) })
    }

    /// Ends it; returns all that it has written.
    fn stop(mut self) -> std::io::Result<Vec<u8>> {
        process_tree::signal(self.child.id() as i32, libc::SIGINT);
        let samples = self.samples.take().and_then(|samples| samples.join().ok());
        self.child.wait()?;
        Ok(samples.unwrap_or_default())
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Session for Perf {
    fn start(&mut self, pid: i32) -> Result<Value, ProtocolError> {
        let name = name()?;
        self.0 = Some(Recording::start(&process_tree::pids(pid))?);
        let interval = 1_000_000_000 / SAMPLES_PER_SECOND;
        Ok(json!({"profiler": name, "unit": "samples", "intervalNanoseconds": interval}))
    }

    fn stop(&mut self) -> Result<Value, ProtocolError> {
        let samples = self.0.take().map_or_else(|| Ok(vec![]), Recording::stop)?;
        let mut command =
            perf(&["script", "--input", "-", "--fields", "ip,sym,dso", "--no-inline", "--show-lost-events"]);
        let mut child = children::spawn(command.stdin(Stdio::piped()))?;
        let messages = collect(child.stderr.take());
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let writer = thread::spawn(move || input.map_or(Ok(()), |mut input| input.write_all(&samples)));
        let lines = output.into_iter().flat_map(|output| BufReader::new(output).split(b'\n'));
        let (stacks, lost) = fold(lines.flatten().map(|line| String::from_utf8_lossy(&line).into_owned()));
        let status = child.wait()?;
        let _ = writer.join(); // it fails when perf does not read to the end
        if !status.success() {
            let messages = messages.join().unwrap_or_default();
            let reason = String::from_utf8_lossy(&messages).trim().to_string();
            return Err(unavailable(format!("perf script failed ({status}): {reason}"), "profile again"));
        }
        Ok(profile(&stacks, lost))
    }
}

/// A line of `perf script`: an address, a function and, in parentheses, the file that has it.
fn frame(line: &str) -> Option<String> {
    let (_, rest) = line.trim().split_once(' ')?;
    let (function, file) = rest.rsplit_once(" (")?;
    let file = file.trim_end_matches(')').rsplit('/').next()?;
    let file = if file.starts_with("[kernel") { "kernel" } else { file };
    Some(format!("{function} ({file})").replace(';', ","))
}

/// Samples by stack, the outermost frame first, and how many were lost. A blank line ends a sample.
fn fold(lines: impl Iterator<Item = String>) -> (HashMap<String, u64>, u64) {
    let (mut stacks, mut lost, mut frames) = (HashMap::new(), 0, vec![]);
    for line in lines.chain([String::new()]) {
        if line.contains("PERF_RECORD_LOST") {
            lost += line.rsplit(' ').find_map(|word| word.parse::<u64>().ok()).unwrap_or(0);
        } else if let Some(frame) = frame(&line) {
            frames.push(frame);
        } else if !frames.is_empty() {
            frames.reverse();
            *stacks.entry(frames.join(";")).or_insert(0) += 1;
            frames.clear();
        }
    }
    (stacks, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_are_turned_added_and_named_by_their_file() {
        let text = "\
            \t    7f01 app::raw::<[u8; 4]>::route (/srv/target/release/hyper-app)\n\
            \t    7f00 start_thread (/lib/x86_64-linux-gnu/libc.so.6)\n\n\
            PERF_RECORD_LOST lost 3\n\
            \tffff01 tcp_sendmsg ([kernel.kallsyms])\n\
            \t    7f00 start_thread (/lib/x86_64-linux-gnu/libc.so.6)\n\n\
            \tffff02 tcp_sendmsg ([kernel.kallsyms])\n\
            \t    7f00 start_thread (/lib/x86_64-linux-gnu/libc.so.6)\n";
        let (stacks, lost) = fold(text.lines().map(String::from));
        let expected = [
            ("start_thread (libc.so.6);app::raw::<[u8, 4]>::route (hyper-app)", 1),
            ("start_thread (libc.so.6);tcp_sendmsg (kernel)", 2),
        ];
        assert_eq!(stacks, expected.map(|(stack, count)| (stack.to_string(), count)).into());
        assert_eq!(lost, 3);
    }
}
