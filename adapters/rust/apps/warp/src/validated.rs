//! The validated routes: serde types. Fields whose names may be repeated, which warp's own decoder of queries and
//! forms does not know, become types from its pairs.

use crate::multipart;
use crate::refusal::invalid;
use crate::routing::{any, last, named, within, Route};
use contract::fields::{typed, Pairs};
use contract::models::{Large, Medium, Small, VeryLarge};
use contract::parameters::{FormComplex, FormMedium, FormSimple, QueryFew, QueryMany, QueryMedium};
use contract::parameters::{PathDate, PathDeep, PathInt, PathMultiple, PathSimple, PathUuid};
use serde::{de::DeserializeOwned, Serialize};
use warp::multipart::FormData;
use warp::reply::{json as answer, Json};
use warp::{Filter, Rejection};

async fn given<Fields: DeserializeOwned + Serialize>(pairs: Pairs) -> Result<Json, Rejection> {
    Ok(answer(&typed::<Fields>(pairs).map_err(invalid)?))
}

async fn counted(form: FormData) -> Result<Json, Rejection> {
    Ok(answer(&multipart::count(form).await?.with_files().map_err(invalid)?))
}

fn json<Body: DeserializeOwned + Serialize + Send + 'static>(name: &'static str) -> Route {
    last(name).and(warp::post()).and(warp::body::json()).map(|body: Body| answer(&body)).boxed()
}

fn form<Fields: DeserializeOwned + Serialize + 'static>(name: &'static str) -> Route {
    last(name).and(warp::post()).and(warp::body::form()).and_then(given::<Fields>).boxed()
}

fn files(name: &'static str) -> Route {
    // With a limit, warp refuses bodies that come in chunks.
    let form = last(name).and(warp::post()).and(warp::multipart::form().max_length(None));
    form.and_then(counted).boxed()
}

fn query<Fields: DeserializeOwned + Serialize + 'static>(name: &'static str) -> Route {
    last(name).and(warp::get()).and(warp::query()).and_then(given::<Fields>).boxed()
}

fn path<Path>(segment: &'static str, names: &'static [&'static str]) -> Route
where
    Path: DeserializeOwned + Serialize + 'static,
{
    named(segment, names).and_then(given::<Path>).boxed()
}

pub fn routes() -> Route {
    let bodies = [
        json::<Small>("small"),
        json::<Medium>("medium"),
        json::<Large>("large"),
        json::<VeryLarge>("very-large"),
    ];
    let forms = [form::<FormSimple>("simple"), form::<FormMedium>("medium"), form::<FormComplex>("complex")];
    let queries = [query::<QueryFew>("few"), query::<QueryMedium>("medium"), query::<QueryMany>("many")];
    let paths = [
        path::<PathSimple>("simple", &["id"]),
        path::<PathMultiple>("multiple", &["user_id", "post_id"]),
        path::<PathDeep>("deep", &["org", "team", "project", "resource", "id"]),
        path::<PathInt>("int", &["id"]),
        path::<PathUuid>("uuid", &["uuid"]),
        path::<PathDate>("date", &["date"]),
    ];
    any([
        within("json", bodies),
        within("multipart", ["small", "medium", "large"].map(files)),
        within("urlencoded", forms),
        within("query", queries),
        within("path", paths),
    ])
}
