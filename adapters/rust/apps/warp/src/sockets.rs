//! WebSockets.

use crate::routing::last;
use futures_util::{future, StreamExt, TryStreamExt};
use warp::ws::{WebSocket, Ws};
use warp::{Filter, Rejection, Reply};

async fn send_back(socket: WebSocket) {
    let (sink, stream) = socket.split();
    // Pings and the close frame have been answered already.
    let messages = stream.try_filter(|message| future::ready(message.is_text() || message.is_binary()));
    let _ = messages.forward(sink).await; // it fails when the client has left
}

/// Sends each message back.
pub fn echo() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    last("ws").and(warp::ws()).map(|ws: Ws| ws.on_upgrade(send_back))
}
