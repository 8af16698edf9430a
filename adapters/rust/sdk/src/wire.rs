//! Lines of JSON-RPC on a descriptor that stray output cannot reach.

use crate::errors::{ProtocolError, INVALID_REQUEST, PARSE_ERROR};
use crate::json_text;
use serde_json::{json, Value};
use std::fs::File;
use std::io::Write;
use std::os::unix::io::FromRawFd;
use std::sync::{Arc, Mutex};

/// What a line may have without its end.
pub const MAXIMUM_BYTES: usize = 16 << 20;

/// A descriptor for messages; from now on descriptor 1 is standard error (rule T2).
pub fn claim_stdout() -> std::io::Result<File> {
    // SAFETY: plain system calls; the duplicate is ours alone.
    unsafe {
        let wire = libc::fcntl(1, libc::F_DUPFD_CLOEXEC, 3);
        if wire < 0 || libc::dup2(2, 1) < 0 {
            return Err(std::io::Error::last_os_error());
        }
        Ok(File::from_raw_fd(wire))
    }
}

/// The message in a line, or an error when it is none.
pub fn parse(line: &[u8]) -> Result<Value, ProtocolError> {
    let value = match line.len() {
        0..=MAXIMUM_BYTES => json_text::parse(line),
        _ => Err(format!("it is longer than {} MiB", MAXIMUM_BYTES >> 20)),
    };
    let message =
        value.map_err(|why| ProtocolError::new(PARSE_ERROR, format!("the line is not JSON: {why}")))?;
    let is_message = message
        .as_object()
        .map_or(false, |object| ["method", "result", "error"].iter().any(|name| object.contains_key(*name)));
    let is_request = |method: &Value| {
        let id = &message["id"];
        method.is_string() && (id.is_string() || id.is_number() || id.is_null())
    };
    if !is_message || !message.get("method").map_or(true, is_request) {
        return Err(ProtocolError::new(INVALID_REQUEST, "the line is not a JSON-RPC message"));
    }
    Ok(message)
}

/// The message as a line, its end included.
pub fn serialise(message: &Value) -> Vec<u8> {
    let mut message = message.clone();
    message["jsonrpc"] = json!("2.0");
    let mut line = message.to_string().into_bytes();
    line.push(b'\n');
    line
}

/// Cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out.
///
/// A line that is too long is known by its length: of what is beyond the limit one byte is kept, or two.
#[derive(Default)]
pub struct LineFramer {
    pending: Vec<u8>,
}

impl LineFramer {
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut lines = vec![];
        for (index, part) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if index > 0 {
                lines.push(self.finish());
            }
            let room = MAXIMUM_BYTES + 2 - self.pending.len();
            self.pending.extend_from_slice(&part[..part.len().min(room)]);
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn finish(&mut self) -> Vec<u8> {
        let mut line = std::mem::take(&mut self.pending);
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        line
    }
}

/// Writes messages whole, from any thread.
#[derive(Clone)]
pub struct Writer(Arc<Mutex<File>>);

impl Writer {
    pub fn new(wire: File) -> Self {
        Writer(Arc::new(Mutex::new(wire)))
    }

    /// A host that is gone is no reason to fail: the end of our input says so too.
    pub fn send(&self, message: &Value) {
        if let Ok(mut wire) = self.0.lock() {
            let _ = wire.write_all(&serialise(message));
        }
    }

    pub fn notify(&self, method: &str, params: Value) {
        self.send(&json!({"method": method, "params": params}));
    }
}
