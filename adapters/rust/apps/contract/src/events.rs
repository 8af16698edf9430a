//! Streams of events that tick.

use futures_util::stream::{self, Stream, StreamExt};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::time::sleep;

/// The events that a query wants.
#[derive(Deserialize)]
pub struct Ticks {
    events: u64,
    interval_ms: u64,
}

impl Ticks {
    /// Those after the `last` that the reader has, each when it is due.
    pub fn after(self, last: Option<u64>) -> impl Stream<Item = Tick> {
        let first = last.unwrap_or(0).saturating_add(1);
        let pause = Duration::from_millis(self.interval_ms);
        stream::iter(first..=self.events).then(move |seq| async move {
            if seq > first && !pause.is_zero() {
                sleep(pause).await;
            }
            Tick { seq }
        })
    }
}

/// The data of an event.
#[derive(Serialize)]
pub struct Tick {
    pub seq: u64,
}

impl Tick {
    /// The event as a stream has it.
    pub fn text(&self) -> String {
        format!("id: {0}\nevent: tick\ndata: {{\"seq\":{0}}}\n\n", self.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn a_reader_gets_what_follows_its_last_event() {
        let seqs = |last| -> Vec<u64> {
            let ticks = Ticks { events: 3, interval_ms: 0 }.after(last);
            ticks.map(|tick| tick.seq).collect().now_or_never().unwrap()
        };
        let lasts = [None, Some(1), Some(3), Some(u64::MAX)];
        assert_eq!(lasts.map(seqs), [vec![1, 2, 3], vec![2, 3], vec![], vec![]]);
    }

    #[test]
    fn an_events_text_has_its_data_as_json() {
        let data = serde_json::to_string(&Tick { seq: 7 }).unwrap();
        assert_eq!(Tick { seq: 7 }.text(), format!("id: 7\nevent: tick\ndata: {data}\n\n"));
    }
}
