//! The raw routes: they answer without validating.

use crate::answer::{malformed, not_found, ok, Answer};
use crate::multipart;
use contract::fields::{self, object, pairs};
use contract::parameters::{PathDate, PathInt, PathUuid};
use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value};

/// What routes look at.
pub struct Parts<'a> {
    /// POST, or else GET or HEAD.
    pub is_post: bool,
    pub query: &'a str,
    pub content_type: &'a str,
    pub body: &'a [u8],
}

/// The one parameter of a path, parsed.
fn typed<Path: DeserializeOwned + Serialize>(name: &str, text: &str) -> Answer {
    ok(&fields::typed::<Path>(vec![(name.into(), text.into())]).map_err(malformed)?)
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
        (true, ["urlencoded", "simple" | "medium" | "complex"]) => ok(&object(pairs(request.body))),
        (false, ["health"]) => ok(&contract::health()),
        (false, ["query", "few" | "medium" | "many"]) => ok(&object(pairs(request.query.as_bytes()))),
        (false, ["path", "simple", id]) => ok(&json!({ "id": id })),
        (false, ["path", "multiple", user, post]) => ok(&json!({"user_id": user, "post_id": post})),
        (false, ["path", "deep", org, team, project, resource, id]) => {
            ok(&json!({"org": org, "team": team, "project": project, "resource": resource, "id": id}))
        }
        (false, ["path", "int", id]) => typed::<PathInt<i64>>("id", id),
        (false, ["path", "uuid", uuid]) => typed::<PathUuid>("uuid", uuid),
        (false, ["path", "date", date]) => typed::<PathDate>("date", date),
        _ => not_found(),
    }
}
