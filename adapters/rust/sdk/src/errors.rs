//! The protocol's errors.

use serde_json::{json, Value};

pub const PARSE_ERROR: i64 = -32700;
pub const INVALID_REQUEST: i64 = -32600;
pub const METHOD_NOT_FOUND: i64 = -32601;
pub const INVALID_PARAMS: i64 = -32602;
pub const INTERNAL_ERROR: i64 = -32603;
pub const UNKNOWN_FRAMEWORK: i64 = -32001;
pub const PREPARE_FAILED: i64 = -32002;
pub const START_FAILED: i64 = -32003;
pub const PORT_RANGE_FULL: i64 = -32004;
pub const UNKNOWN_APP: i64 = -32005;
pub const PROFILER_UNAVAILABLE: i64 = -32006;
pub const UNSUPPORTED_VERSION: i64 = -32010;

/// An error as it goes over the wire: the message says what failed and on what, the hint what would help.
#[derive(Debug, Clone, PartialEq)]
pub struct ProtocolError {
    pub code: i64,
    pub message: String,
    data: Value,
}

impl ProtocolError {
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        ProtocolError { code, message: message.into(), data: Value::Null }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.data["hint"] = json!(hint.into());
        self
    }

    pub fn stderr(mut self, lines: Vec<String>) -> Self {
        self.data["stderr"] = json!(lines);
        self
    }

    pub fn to_json(&self) -> Value {
        let mut error = json!({"code": self.code, "message": self.message});
        if !self.data.is_null() {
            error["data"] = self.data.clone();
        }
        error
    }
}

impl std::fmt::Display for ProtocolError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ProtocolError {}

/// Wrong parameters.
pub fn invalid(message: impl Into<String>) -> ProtocolError {
    ProtocolError::new(INVALID_PARAMS, message)
}

impl From<std::io::Error> for ProtocolError {
    fn from(error: std::io::Error) -> Self {
        ProtocolError::new(INTERNAL_ERROR, error.to_string())
    }
}
