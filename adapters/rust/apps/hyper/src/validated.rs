//! The validated routes: serde types for bodies and parameters.

use crate::answer::{invalid, not_found, ok, Answer};
use crate::multipart;
use crate::raw::Parts;
use contract::fields::{self, pairs, Pairs};
use contract::models::{Large, Medium, Small, VeryLarge};
use contract::parameters::{FormComplex, FormMedium, FormSimple, QueryFew, QueryMany, QueryMedium};
use contract::parameters::{PathDate, PathDeep, PathInt, PathMultiple, PathSimple, PathUuid};
use serde::{de::DeserializeOwned, Serialize};

fn json<Body: DeserializeOwned + Serialize>(bytes: &[u8]) -> Answer {
    let body: Body = serde_json::from_slice(bytes).map_err(invalid)?;
    ok(&body)
}

fn given<Fields: DeserializeOwned + Serialize>(pairs: Pairs) -> Answer {
    ok(&fields::typed::<Fields>(pairs).map_err(invalid)?)
}

fn path<Path: DeserializeOwned + Serialize>(names: &[&str], values: &[&str]) -> Answer {
    given::<Path>(
        names.iter().zip(values).map(|(name, value)| (name.to_string(), value.to_string())).collect(),
    )
}

fn get(segments: &[&str], query: Pairs) -> Answer {
    match segments {
        ["query", "few"] => given::<QueryFew>(query),
        ["query", "medium"] => given::<QueryMedium>(query),
        ["query", "many"] => given::<QueryMany>(query),
        ["path", "simple", id] => path::<PathSimple>(&["id"], &[id]),
        ["path", "multiple", user, post] => path::<PathMultiple>(&["user_id", "post_id"], &[user, post]),
        ["path", "deep", values @ ..] if values.len() == 5 => {
            path::<PathDeep>(&["org", "team", "project", "resource", "id"], values)
        }
        ["path", "int", id] => path::<PathInt>(&["id"], &[id]),
        ["path", "uuid", uuid] => path::<PathUuid>(&["uuid"], &[uuid]),
        ["path", "date", date] => path::<PathDate>(&["date"], &[date]),
        _ => not_found(),
    }
}

fn post(segments: &[&str], content_type: &str, body: &[u8]) -> Answer {
    match segments {
        ["json", "small"] => json::<Small>(body),
        ["json", "medium"] => json::<Medium>(body),
        ["json", "large"] => json::<Large>(body),
        ["json", "very-large"] => json::<VeryLarge>(body),
        ["multipart", "small" | "medium" | "large"] => {
            let counts = multipart::count(content_type, body).map_err(invalid)?;
            ok(&counts.with_files().map_err(invalid)?)
        }
        ["urlencoded", "simple"] => given::<FormSimple>(pairs(body)),
        ["urlencoded", "medium"] => given::<FormMedium>(pairs(body)),
        ["urlencoded", "complex"] => given::<FormComplex>(pairs(body)),
        _ => not_found(),
    }
}

pub fn route(segments: &[&str], request: &Parts) -> Answer {
    if request.is_post {
        post(segments, request.content_type, request.body)
    } else {
        get(segments, pairs(request.query.as_bytes()))
    }
}
