//! Streams of events.

use crate::routing::last;
use contract::events::{Tick, Ticks};
use futures_util::StreamExt;
use warp::sse::{self, Event};
use warp::{Filter, Rejection, Reply};

fn event(tick: Tick) -> serde_json::Result<Event> {
    Event::default().id(tick.seq.to_string()).event("tick").json_data(tick)
}

/// The events that a request wants.
pub fn ticks() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    let wanted = last("sse").and(warp::get()).and(warp::query()).and(sse::last_event_id());
    wanted.map(|ticks: Ticks, last| sse::reply(ticks.after(last).map(event)))
}
