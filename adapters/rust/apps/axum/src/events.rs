//! Streams of events.

use crate::extract::Query;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::Error;
use contract::events::{Tick, Ticks};
use futures_util::{Stream, StreamExt};

fn event(tick: Tick) -> Result<Event, Error> {
    Event::default().id(tick.seq.to_string()).event("tick").json_data(tick)
}

/// The events that a request wants.
pub async fn ticks(
    Query(ticks): Query<Ticks>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Error>>> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    Sse::new(ticks.after(last).map(event))
}
