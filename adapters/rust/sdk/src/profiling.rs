//! The profile of an app: when it may begin and end, and what is answered (rules F1–F6).

use crate::errors::{invalid, ProtocolError};
use serde_json::{json, Value};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Of folded stacks as JSON; a line has at most 16 MiB (rule T1).
const MAXIMUM_BYTES: usize = 15 << 20;

/// Samples one app. What it has started ends when it is dropped.
pub trait Session: Send {
    /// Samples the tree below and including pid; returns what `profile/start` answers.
    fn start(&mut self, pid: i32) -> Result<Value, ProtocolError>;
    /// Samples no more; returns what `profile/stop` answers.
    fn stop(&mut self) -> Result<Value, ProtocolError>;
}

/// Of one app; without a session for an app that was not started for it.
#[derive(Default)]
pub struct Profiling {
    session: Option<Box<dyn Session>>,
    samples: bool,
}

impl Profiling {
    pub fn new(session: Option<Box<dyn Session>>) -> Self {
        Profiling { session, samples: false }
    }

    fn session(&mut self, samples: bool, otherwise: &str) -> Result<&mut dyn Session, ProtocolError> {
        let session = self.session.as_deref_mut();
        let session = session.ok_or_else(|| invalid("the app was not started with \"profiler\": true"))?;
        if self.samples == samples {
            Ok(session)
        } else {
            Err(invalid(otherwise))
        }
    }

    pub fn start(&mut self, pid: i32) -> Result<Value, ProtocolError> {
        let answer = self.session(false, "the app is being profiled already")?.start(pid)?;
        self.samples = true;
        Ok(answer)
    }

    pub fn stop(&mut self) -> Result<Value, ProtocolError> {
        let answer = self.session(true, "the app is not being profiled")?.stop();
        self.samples = false;
        answer
    }
}

/// What `profile/stop` answers for numbers of samples by stack.
pub fn profile(stacks: &HashMap<String, u64>, lost: u64) -> Value {
    profile_within(MAXIMUM_BYTES, stacks, lost)
}

/// The same with as many bytes of JSON for the stacks.
pub fn profile_within(maximum_bytes: usize, stacks: &HashMap<String, u64>, lost: u64) -> Value {
    let mut sorted: Vec<(&String, &u64)> = stacks.iter().collect();
    sorted.sort_by_key(|&(stack, count)| (Reverse(count), stack));
    let (mut folded, mut size, mut left) = (String::new(), 0, sorted.len());
    for (stack, count) in sorted {
        let line = format!("{stack} {count}\n");
        size += json!(line).to_string().len();
        if size > maximum_bytes {
            break;
        }
        folded.push_str(&line);
        left -= 1;
    }
    let rest =
        format!("the {left} rarest of {} stacks are left out: a message has at most 16 MiB", stacks.len());
    let notes: Vec<String> = (left > 0).then(|| rest).into_iter().collect();
    json!({"folded": folded, "samples": stacks.values().sum::<u64>(), "lost": lost, "notes": notes})
}
