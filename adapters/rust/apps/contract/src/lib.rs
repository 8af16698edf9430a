//! What the workload apps share: the contract's bodies and parameters as serde types, what is answered, and the
//! process that serves. Routes and how requests are read are the framework's.

mod calendar;
pub mod events;
pub mod fields;
pub mod models;
pub mod multipart;
pub mod parameters;
pub mod process;
mod texts;
mod typed;

use serde_json::{json, Value};

/// Bodies may have at most this many bytes.
pub const BODY_LIMIT: usize = 2 << 20;

/// What `GET /health` answers.
pub fn health() -> Value {
    json!({"status": "ok"})
}

/// The body that says why a request is refused.
pub fn refusal(reason: impl ToString) -> Value {
    json!({"error": reason.to_string()})
}
