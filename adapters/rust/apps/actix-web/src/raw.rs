//! The raw routes: they answer without validating.

use crate::refusal::Refusal;
use crate::{events, multipart, sockets};
use actix_web::web::{get, post, Bytes, Form, Json, Path, Query, ServiceConfig};
use actix_web::HttpRequest;
use contract::fields::{object, Pairs};
use contract::multipart::Counts;
use contract::parameters::{PathDate, PathDeep, PathInt, PathMultiple, PathSimple, PathUuid};
use serde_json::Value;

async fn health() -> Json<Value> {
    Json(contract::health())
}

async fn json(body: Json<Value>) -> Json<Value> {
    body
}

async fn form(Form(fields): Form<Pairs>) -> Json<Value> {
    Json(object(fields))
}

async fn files(request: HttpRequest, body: Bytes) -> Result<Json<Counts>, Refusal> {
    Ok(Json(multipart::count(content_type(&request), body).await?))
}

async fn query(Query(fields): Query<Pairs>) -> Json<Value> {
    Json(object(fields))
}

async fn path<Parameters>(parameters: Path<Parameters>) -> Json<Parameters> {
    Json(parameters.into_inner())
}

pub fn content_type(request: &HttpRequest) -> &str {
    request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("")
}

pub fn routes(service: &mut ServiceConfig) {
    service
        .route("/health", get().to(health))
        .route("/json/small", post().to(json))
        .route("/json/medium", post().to(json))
        .route("/json/large", post().to(json))
        .route("/json/very-large", post().to(json))
        .route("/multipart/small", post().to(files))
        .route("/multipart/medium", post().to(files))
        .route("/multipart/large", post().to(files))
        .route("/urlencoded/simple", post().to(form))
        .route("/urlencoded/medium", post().to(form))
        .route("/urlencoded/complex", post().to(form))
        .route("/query/few", get().to(query))
        .route("/query/medium", get().to(query))
        .route("/query/many", get().to(query))
        .route("/path/simple/{id}", get().to(path::<PathSimple<String>>))
        .route("/path/multiple/{user_id}/{post_id}", get().to(path::<PathMultiple<String>>))
        .route("/path/deep/{org}/{team}/{project}/{resource}/{id}", get().to(path::<PathDeep<String>>))
        .route("/path/int/{id}", get().to(path::<PathInt<i64>>))
        .route("/path/uuid/{uuid}", get().to(path::<PathUuid>))
        .route("/path/date/{date}", get().to(path::<PathDate>))
        .route("/sse", get().to(events::ticks))
        .route("/ws", get().to(sockets::echo));
}
