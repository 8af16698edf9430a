//! The raw routes: they answer without validating.

use crate::answer::{malformed, not_found, ok, Answer};
use crate::catalogue::Parameter;
use crate::{multipart, parameters};
use serde_json::{json, Map, Value};

/// What routes look at.
pub struct Parts<'a> {
    /// POST, or else GET or HEAD.
    pub is_post: bool,
    pub query: &'a str,
    pub content_type: &'a str,
    pub body: &'a [u8],
}

/// Names and values of a form or a query.
pub fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// Values as strings, repeated names as arrays.
fn fields(encoded: &[u8]) -> Value {
    let mut answer = Map::new();
    for (name, value) in pairs(encoded) {
        match answer.get_mut(&name) {
            None => drop(answer.insert(name, json!(value))),
            Some(Value::Array(values)) => values.push(json!(value)),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    Value::Object(answer)
}

/// The one parameter of a path, parsed.
fn typed(name: &str, kind: &str, text: &str) -> Answer {
    let rule = Parameter { kind: kind.into(), ..Parameter::default() };
    let value = parameters::parse(&rule, text).ok_or_else(|| malformed(format!("{name} is no {kind}")))?;
    ok(&json!({ name: value }))
}

pub fn route(segments: &[&str], request: &Parts) -> Answer {
    match (request.is_post, segments) {
        (true, ["json", "small" | "medium" | "large" | "very-large"]) => {
            let value: Value = serde_json::from_slice(request.body).map_err(malformed)?;
            ok(&value)
        }
        (true, ["multipart", "small" | "medium" | "large"]) => {
            ok(&multipart::count(request.content_type, request.body).map_err(malformed)?)
        }
        (true, ["urlencoded", "simple" | "medium" | "complex"]) => ok(&fields(request.body)),
        (false, ["health"]) => ok(&json!({"status": "ok"})),
        (false, ["query", "few" | "medium" | "many"]) => ok(&fields(request.query.as_bytes())),
        (false, ["path", "simple", id]) => ok(&json!({ "id": id })),
        (false, ["path", "multiple", user, post]) => ok(&json!({"user_id": user, "post_id": post})),
        (false, ["path", "deep", org, team, project, resource, id]) => {
            ok(&json!({"org": org, "team": team, "project": project, "resource": resource, "id": id}))
        }
        (false, ["path", "int", id]) => typed("id", "integer", id),
        (false, ["path", "uuid", uuid]) => typed("uuid", "uuid", uuid),
        (false, ["path", "date", date]) => typed("date", "date", date),
        _ => not_found(),
    }
}
