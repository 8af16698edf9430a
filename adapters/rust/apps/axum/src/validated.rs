//! The validated routes: extractors of serde types.

use crate::extract::{Form, Json, Multipart, Path, Query};
use crate::multipart;
use crate::refusal::Refusal;
use axum::routing::{get, post};
use axum::{Json as Answer, Router};
use contract::models::{Large, Medium, Small, VeryLarge};
use contract::multipart::Counts;
use contract::parameters::{FormComplex, FormMedium, FormSimple, QueryFew, QueryMany, QueryMedium};
use contract::parameters::{PathDate, PathDeep, PathInt, PathMultiple, PathSimple, PathUuid};

async fn json<Body>(Json(body): Json<Body>) -> Answer<Body> {
    Answer(body)
}

async fn form<Fields>(Form(fields): Form<Fields>) -> Answer<Fields> {
    Answer(fields)
}

async fn files(Multipart(form): Multipart) -> Result<Answer<Counts>, Refusal> {
    let counts = multipart::count(form).await?;
    Ok(Answer(counts.with_files().map_err(Refusal::invalid)?))
}

async fn query<Fields>(Query(fields): Query<Fields>) -> Answer<Fields> {
    Answer(fields)
}

async fn path<Parameters>(Path(parameters): Path<Parameters>) -> Answer<Parameters> {
    Answer(parameters)
}

pub fn routes() -> Router {
    Router::new()
        .route("/json/small", post(json::<Small>))
        .route("/json/medium", post(json::<Medium>))
        .route("/json/large", post(json::<Large>))
        .route("/json/very-large", post(json::<VeryLarge>))
        .route("/multipart/small", post(files))
        .route("/multipart/medium", post(files))
        .route("/multipart/large", post(files))
        .route("/urlencoded/simple", post(form::<FormSimple>))
        .route("/urlencoded/medium", post(form::<FormMedium>))
        .route("/urlencoded/complex", post(form::<FormComplex>))
        .route("/query/few", get(query::<QueryFew>))
        .route("/query/medium", get(query::<QueryMedium>))
        .route("/query/many", get(query::<QueryMany>))
        .route("/path/simple/:id", get(path::<PathSimple>))
        .route("/path/multiple/:user_id/:post_id", get(path::<PathMultiple>))
        .route("/path/deep/:org/:team/:project/:resource/:id", get(path::<PathDeep>))
        .route("/path/int/:id", get(path::<PathInt>))
        .route("/path/uuid/:uuid", get(path::<PathUuid>))
        .route("/path/date/:date", get(path::<PathDate>))
}
