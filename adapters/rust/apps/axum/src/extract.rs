//! axum's extractors, whose rejections are answered as JSON.

use crate::refusal::Refusal;
use axum::extract::{FromRequest, FromRequestParts};

#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(Refusal))]
pub struct Json<Body>(pub Body);

#[derive(FromRequest)]
#[from_request(via(axum_extra::extract::Form), rejection(Refusal))]
pub struct Form<Fields>(pub Fields);

#[derive(FromRequest)]
#[from_request(rejection(Refusal))]
pub struct Multipart(pub axum::extract::Multipart);

#[derive(FromRequestParts)]
#[from_request(rejection(Refusal))]
pub struct Upgrade(pub axum::extract::WebSocketUpgrade);

#[derive(FromRequestParts)]
#[from_request(via(axum_extra::extract::Query), rejection(Refusal))]
pub struct Query<Fields>(pub Fields);

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Refusal))]
pub struct Path<Parameters>(pub Parameters);
