//! The validated routes: extractors of serde types. Fields whose names may be repeated, which actix's own decoder
//! of queries and forms does not know, become types from its pairs.

use crate::multipart;
use crate::raw::content_type;
use crate::refusal::Refusal;
use actix_web::web::{get, post, Bytes, Form, Json, Path, Query, ServiceConfig};
use actix_web::HttpRequest;
use contract::fields::{typed, Pairs};
use contract::models::{Large, Medium, Small, VeryLarge};
use contract::multipart::Counts;
use contract::parameters::{FormComplex, FormMedium, FormSimple, QueryFew, QueryMany, QueryMedium};
use contract::parameters::{PathDate, PathDeep, PathInt, PathMultiple, PathSimple, PathUuid};
use serde::de::DeserializeOwned;

async fn json<Body>(body: Json<Body>) -> Json<Body> {
    body
}

async fn form<Fields: DeserializeOwned>(Form(pairs): Form<Pairs>) -> Result<Json<Fields>, Refusal> {
    Ok(Json(typed(pairs).map_err(Refusal::invalid)?))
}

async fn files(request: HttpRequest, body: Bytes) -> Result<Json<Counts>, Refusal> {
    let counts = multipart::count(content_type(&request), body).await?;
    Ok(Json(counts.with_files().map_err(Refusal::invalid)?))
}

async fn query<Fields: DeserializeOwned>(Query(pairs): Query<Pairs>) -> Result<Json<Fields>, Refusal> {
    Ok(Json(typed(pairs).map_err(Refusal::invalid)?))
}

async fn path<Parameters>(parameters: Path<Parameters>) -> Json<Parameters> {
    Json(parameters.into_inner())
}

pub fn routes(service: &mut ServiceConfig) {
    service
        .route("/json/small", post().to(json::<Small>))
        .route("/json/medium", post().to(json::<Medium>))
        .route("/json/large", post().to(json::<Large>))
        .route("/json/very-large", post().to(json::<VeryLarge>))
        .route("/multipart/small", post().to(files))
        .route("/multipart/medium", post().to(files))
        .route("/multipart/large", post().to(files))
        .route("/urlencoded/simple", post().to(form::<FormSimple>))
        .route("/urlencoded/medium", post().to(form::<FormMedium>))
        .route("/urlencoded/complex", post().to(form::<FormComplex>))
        .route("/query/few", get().to(query::<QueryFew>))
        .route("/query/medium", get().to(query::<QueryMedium>))
        .route("/query/many", get().to(query::<QueryMany>))
        .route("/path/simple/{id}", get().to(path::<PathSimple>))
        .route("/path/multiple/{user_id}/{post_id}", get().to(path::<PathMultiple>))
        .route("/path/deep/{org}/{team}/{project}/{resource}/{id}", get().to(path::<PathDeep>))
        .route("/path/int/{id}", get().to(path::<PathInt>))
        .route("/path/uuid/{uuid}", get().to(path::<PathUuid>))
        .route("/path/date/{date}", get().to(path::<PathDate>));
}
