//! Lines of JSON-RPC on a descriptor that stray output cannot reach.

use crate::errors::{ProtocolError, INVALID_REQUEST, PARSE_ERROR};
use serde_json::{json, Value};
use std::fs::File;
use std::io::Write;
use std::os::unix::io::FromRawFd;
use std::sync::{Arc, Mutex};

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
    let message: Value = serde_json::from_slice(line)
        .map_err(|error| ProtocolError::new(PARSE_ERROR, format!("the line is not JSON: {error}")))?;
    let is_message = message
        .as_object()
        .map_or(false, |object| ["method", "result", "error"].iter().any(|name| object.contains_key(*name)));
    if !is_message || message.get("method").map_or(false, |method| !method.is_string()) {
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
#[derive(Default)]
pub struct LineFramer {
    pending: Vec<u8>,
}

impl LineFramer {
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        self.pending.extend_from_slice(bytes);
        let mut lines: Vec<Vec<u8>> = self.pending.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        self.pending = lines.pop().unwrap_or_default();
        for line in &mut lines {
            while line.last() == Some(&b'\r') {
                line.pop();
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
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
