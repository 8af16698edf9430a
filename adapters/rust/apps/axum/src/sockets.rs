//! WebSockets.

use crate::extract::Upgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::response::Response;
use futures_util::{future, StreamExt, TryStreamExt};

async fn send_back(socket: WebSocket) {
    let (sink, stream) = socket.split();
    // Pings and the close frame have been answered already.
    let messages =
        stream.try_filter(|message| future::ready(matches!(message, Message::Text(_) | Message::Binary(_))));
    let _ = messages.forward(sink).await; // it fails when the client has left
}

/// Sends each message back.
pub async fn echo(Upgrade(upgrade): Upgrade) -> Response {
    upgrade.on_upgrade(send_back)
}
