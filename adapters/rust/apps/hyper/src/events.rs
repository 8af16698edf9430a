//! Answers that are streams of events.

use crate::answer::{self, malformed};
use contract::events::Ticks;
use contract::fields::{pairs, typed};
use futures_util::StreamExt;
use hyper::header::{HeaderValue, CONTENT_TYPE};
use hyper::{Body, Request, Response};
use std::convert::Infallible;

/// The events that a request wants.
pub fn response(request: &Request<Body>) -> Response<Body> {
    let query = request.uri().query().unwrap_or("");
    let ticks: Ticks = match typed(pairs(query.as_bytes())) {
        Ok(ticks) => ticks,
        Err(error) => return answer::response(Err(malformed(error))),
    };
    let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let texts = ticks.after(last).map(|tick| Ok::<_, Infallible>(tick.text()));
    let mut response = Response::new(Body::wrap_stream(texts));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response
}
