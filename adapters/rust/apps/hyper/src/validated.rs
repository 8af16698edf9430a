//! The validated routes: serde types for bodies, typed parameters by their rules.

use crate::answer::{invalid, not_found, ok, Answer};
use crate::catalogue::{Catalogue, Parameter};
use crate::raw::{pairs, Parts};
use crate::{models, multipart, parameters};
use serde::{de::DeserializeOwned, Serialize};

fn json<Body: DeserializeOwned + Serialize>(bytes: &[u8]) -> Answer {
    let body: Body = serde_json::from_slice(bytes).map_err(invalid)?;
    ok(&body)
}

fn given(rules: &[Parameter], values: Vec<(String, String)>) -> Answer {
    ok(&parameters::parse_all(rules, &values).map_err(invalid)?)
}

fn path(rules: &[Parameter], values: &[&str]) -> Answer {
    if rules.is_empty() || rules.len() != values.len() {
        return not_found();
    }
    given(
        rules,
        rules.iter().zip(values).map(|(rule, value)| (rule.name.clone(), value.to_string())).collect(),
    )
}

pub fn route(segments: &[&str], request: &Parts, catalogue: &Catalogue) -> Answer {
    match (request.is_post, segments) {
        (true, ["json", "small"]) => json::<models::Small>(request.body),
        (true, ["json", "medium"]) => json::<models::Medium>(request.body),
        (true, ["json", "large"]) => json::<models::Large>(request.body),
        (true, ["json", "very-large"]) => json::<models::VeryLarge>(request.body),
        (true, ["multipart", "small" | "medium" | "large"]) => {
            let counts = multipart::count(request.content_type, request.body).map_err(invalid)?;
            if counts.files_received == 0 {
                return Err(invalid("the form has no file"));
            }
            ok(&counts)
        }
        (true, ["urlencoded", name @ ("simple" | "medium" | "complex")]) => {
            given(catalogue.rules(&format!("urlencoded-{name}")), pairs(request.body))
        }
        (false, ["query", name @ ("few" | "medium" | "many")]) => {
            given(catalogue.rules(&format!("query-{name}")), pairs(request.query.as_bytes()))
        }
        (false, ["path", name, values @ ..]) => path(catalogue.rules(&format!("path-{name}")), values),
        _ => not_found(),
    }
}
