//! Streams of events.

use actix_web::web::{Bytes, Query};
use actix_web::{HttpRequest, HttpResponse};
use contract::events::Ticks;
use futures_util::StreamExt;
use std::convert::Infallible;

/// The events that a request wants.
pub async fn ticks(request: HttpRequest, Query(ticks): Query<Ticks>) -> HttpResponse {
    let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let texts = ticks.after(last).map(|tick| Ok::<_, Infallible>(Bytes::from(tick.text())));
    HttpResponse::Ok().content_type("text/event-stream").streaming(texts)
}
