//! Answers and refusals.

use hyper::body::HttpBody;
use hyper::{Body, Response, StatusCode};
use serde::Serialize;

/// A request that is refused: the status and why.
pub struct Refusal(pub StatusCode, pub String);

/// A JSON body, or a refusal.
pub type Answer = Result<Vec<u8>, Refusal>;

pub fn ok(value: &impl Serialize) -> Answer {
    serde_json::to_vec(value).map_err(|error| Refusal(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
}

pub fn not_found() -> Answer {
    Err(Refusal(StatusCode::NOT_FOUND, "not found".into()))
}

pub fn malformed(error: impl ToString) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, error.to_string())
}

pub fn invalid(error: impl ToString) -> Refusal {
    Refusal(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
}

/// The answer as an HTTP response.
pub fn response(answer: Answer) -> Response<Body> {
    let (status, body) = match answer {
        Ok(body) => (StatusCode::OK, body),
        Err(Refusal(status, message)) => (status, contract::refusal(message).to_string().into_bytes()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let json = hyper::header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, json);
    response
}

/// The whole body, if it is not longer than `limit`.
pub async fn read(mut body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::with_capacity(body.size_hint().lower().min(limit as u64) as usize);
    while let Some(chunk) = body.data().await {
        bytes.extend_from_slice(&chunk.map_err(malformed)?);
        if bytes.len() > limit {
            return Err(Refusal(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("the body is longer than {limit} bytes"),
            ));
        }
    }
    Ok(bytes)
}

pub fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
