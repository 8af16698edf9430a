//! The raw routes: they answer without validating.

use crate::multipart;
use crate::refusal::malformed;
use crate::routing::{any, last, named, within, Route};
use contract::fields::{object, typed, Pairs};
use contract::parameters::{PathDate, PathInt, PathUuid};
use serde::{de::DeserializeOwned, Serialize};
use serde_json::Value;
use warp::multipart::FormData;
use warp::reply::{json as answer, Json};
use warp::{Filter, Rejection};

fn health() -> Route {
    last("health").and(warp::get()).map(|| answer(&contract::health())).boxed()
}

fn json(name: &'static str) -> Route {
    last(name).and(warp::post()).and(warp::body::json()).map(|body: Value| answer(&body)).boxed()
}

fn form(name: &'static str) -> Route {
    let fields = last(name).and(warp::post()).and(warp::body::form());
    fields.map(|fields: Pairs| answer(&object(fields))).boxed()
}

fn files(name: &'static str) -> Route {
    // With a limit, warp refuses bodies that come in chunks.
    let form = last(name).and(warp::post()).and(warp::multipart::form().max_length(None));
    form.and_then(counted).boxed()
}

fn query(name: &'static str) -> Route {
    let fields = last(name).and(warp::get()).and(warp::query());
    fields.map(|fields: Pairs| answer(&object(fields))).boxed()
}

fn path(segment: &'static str, names: &'static [&'static str]) -> Route {
    named(segment, names).map(|parameters: Pairs| answer(&object(parameters))).boxed()
}

async fn parsed<Path: DeserializeOwned + Serialize>(parameters: Pairs) -> Result<Json, Rejection> {
    Ok(answer(&typed::<Path>(parameters).map_err(malformed)?))
}

async fn counted(form: FormData) -> Result<Json, Rejection> {
    Ok(answer(&multipart::count(form).await?))
}

fn typed_path<Path>(segment: &'static str, names: &'static [&'static str]) -> Route
where
    Path: DeserializeOwned + Serialize + 'static,
{
    named(segment, names).and_then(parsed::<Path>).boxed()
}

pub fn routes() -> Route {
    any([
        health(),
        within("json", ["small", "medium", "large", "very-large"].map(json)),
        within("multipart", ["small", "medium", "large"].map(files)),
        within("urlencoded", ["simple", "medium", "complex"].map(form)),
        within("query", ["few", "medium", "many"].map(query)),
        within(
            "path",
            [
                path("simple", &["id"]),
                path("multiple", &["user_id", "post_id"]),
                path("deep", &["org", "team", "project", "resource", "id"]),
                typed_path::<PathInt<i64>>("int", &["id"]),
                typed_path::<PathUuid>("uuid", &["uuid"]),
                typed_path::<PathDate>("date", &["date"]),
            ],
        ),
    ])
}
