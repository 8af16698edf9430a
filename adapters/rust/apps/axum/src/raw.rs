//! The raw routes: they answer without validating.

use crate::extract::{Form, Json, Multipart, Path, Query};
use crate::refusal::Refusal;
use crate::{events, multipart, sockets};
use axum::routing::{get, post};
use axum::{Json as Answer, Router};
use contract::fields::{object, Pairs};
use contract::multipart::Counts;
use contract::parameters::{PathDate, PathDeep, PathInt, PathMultiple, PathSimple, PathUuid};
use serde_json::Value;

async fn health() -> Answer<Value> {
    Answer(contract::health())
}

async fn json(Json(body): Json<Value>) -> Answer<Value> {
    Answer(body)
}

async fn form(Form(fields): Form<Pairs>) -> Answer<Value> {
    Answer(object(fields))
}

async fn files(Multipart(form): Multipart) -> Result<Answer<Counts>, Refusal> {
    Ok(Answer(multipart::count(form).await?))
}

async fn query(Query(fields): Query<Pairs>) -> Answer<Value> {
    Answer(object(fields))
}

async fn path<Parameters>(Path(parameters): Path<Parameters>) -> Answer<Parameters> {
    Answer(parameters)
}

pub fn routes() -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/json/small", post(json))
        .route("/json/medium", post(json))
        .route("/json/large", post(json))
        .route("/json/very-large", post(json))
        .route("/multipart/small", post(files))
        .route("/multipart/medium", post(files))
        .route("/multipart/large", post(files))
        .route("/urlencoded/simple", post(form))
        .route("/urlencoded/medium", post(form))
        .route("/urlencoded/complex", post(form))
        .route("/query/few", get(query))
        .route("/query/medium", get(query))
        .route("/query/many", get(query))
        .route("/path/simple/:id", get(path::<PathSimple<String>>))
        .route("/path/multiple/:user_id/:post_id", get(path::<PathMultiple<String>>))
        .route("/path/deep/:org/:team/:project/:resource/:id", get(path::<PathDeep<String>>))
        .route("/path/int/:id", get(path::<PathInt<i64>>))
        .route("/path/uuid/:uuid", get(path::<PathUuid>))
        .route("/path/date/:date", get(path::<PathDate>))
        .route("/sse", get(events::ticks))
        .route("/ws", get(sockets::echo))
}
