//! What is answered to requests that are refused.

use warp::body::BodyDeserializeError;
use warp::http::StatusCode;
use warp::reject::{self, Reject};
use warp::reject::{InvalidHeader, InvalidQuery, MethodNotAllowed, MissingHeader, UnsupportedMediaType};
use warp::reply::{json, with_status};
use warp::{Rejection, Reply};

/// A request that is refused: the status and why.
#[derive(Debug)]
struct Refusal(StatusCode, String);

impl Reject for Refusal {}

pub fn malformed(reason: impl ToString) -> Rejection {
    reject::custom(Refusal(StatusCode::BAD_REQUEST, reason.to_string()))
}

pub fn invalid(reason: impl ToString) -> Rejection {
    reject::custom(Refusal(StatusCode::UNPROCESSABLE_ENTITY, reason.to_string()))
}

/// Answers in JSON what no filter took; rejections of warp's that are unknown here stay what they are.
pub async fn answer(rejection: Rejection) -> Result<impl Reply, Rejection> {
    let malformed = [
        rejection.find::<BodyDeserializeError>().map(ToString::to_string),
        rejection.find::<InvalidQuery>().map(ToString::to_string),
        rejection.find::<InvalidHeader>().map(ToString::to_string),
        rejection.find::<MissingHeader>().map(ToString::to_string),
    ];
    let (status, reason) = if rejection.is_not_found() {
        (StatusCode::NOT_FOUND, "not found".into())
    } else if let Some(Refusal(status, reason)) = rejection.find() {
        (*status, reason.clone())
    } else if let Some(reason) = malformed.into_iter().flatten().next() {
        (StatusCode::BAD_REQUEST, reason)
    } else if let Some(reason) = rejection.find::<UnsupportedMediaType>() {
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, reason.to_string())
    } else if let Some(reason) = rejection.find::<MethodNotAllowed>() {
        (StatusCode::METHOD_NOT_ALLOWED, reason.to_string())
    } else {
        return Err(rejection);
    };
    Ok(with_status(json(&contract::refusal(reason)), status))
}
