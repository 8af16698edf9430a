//! WebSockets, put together from those of actix-http: Debian has no actix-ws, which does likewise.

use crate::refusal::Refusal;
use actix_http::ws::{handshake, CloseCode, Codec, Frame, Item, Message, ProtocolError};
use actix_web::body::BodyStream;
use actix_web::web::{Bytes, BytesMut, Payload};
use actix_web::{HttpRequest, HttpResponse};
use bytestring::ByteString;
use contract::BODY_LIMIT;
use futures_util::{stream, StreamExt};
use std::mem;
use tokio_util::codec::{Decoder, Encoder};

/// A client's end of a WebSocket.
struct Socket {
    payload: Payload,
    received: BytesMut,
    codec: Codec,
    /// The message whose fragments come.
    fragments: BytesMut,
    is_text: bool,
}

fn close(code: CloseCode) -> Message {
    Message::Close(Some(code.into()))
}

fn text(bytes: Bytes) -> Message {
    ByteString::try_from(bytes).map_or(close(CloseCode::Invalid), Message::Text)
}

impl Socket {
    fn new(payload: Payload) -> Self {
        Socket {
            payload,
            received: BytesMut::new(),
            codec: Codec::new().max_size(BODY_LIMIT),
            fragments: BytesMut::new(),
            is_text: false,
        }
    }

    /// The next frame; none when the client has left.
    async fn frame(&mut self) -> Result<Option<Frame>, ProtocolError> {
        loop {
            if let Some(frame) = self.codec.decode(&mut self.received)? {
                return Ok(Some(frame));
            }
            match self.payload.next().await {
                Some(Ok(bytes)) => self.received.extend_from_slice(&bytes),
                _ => return Ok(None),
            }
        }
    }

    /// What a frame is answered with.
    fn answer(&mut self, frame: Frame) -> Option<Message> {
        match frame {
            Frame::Text(bytes) => Some(text(bytes)),
            Frame::Binary(bytes) => Some(Message::Binary(bytes)),
            Frame::Continuation(Item::FirstText(bytes)) => self.begin(true, &bytes),
            Frame::Continuation(Item::FirstBinary(bytes)) => self.begin(false, &bytes),
            Frame::Continuation(Item::Continue(bytes)) => self.append(&bytes),
            Frame::Continuation(Item::Last(bytes)) => self.append(&bytes).or_else(|| Some(self.whole())),
            Frame::Ping(bytes) => Some(Message::Pong(bytes)),
            Frame::Pong(_) => None,
            Frame::Close(reason) => Some(Message::Close(reason)),
        }
    }

    fn begin(&mut self, is_text: bool, bytes: &[u8]) -> Option<Message> {
        self.is_text = is_text;
        self.append(bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> Option<Message> {
        self.fragments.extend_from_slice(bytes);
        (self.fragments.len() > BODY_LIMIT).then(|| close(CloseCode::Size))
    }

    /// The message whose fragments have come.
    fn whole(&mut self) -> Message {
        let bytes = mem::take(&mut self.fragments).freeze();
        if self.is_text {
            text(bytes)
        } else {
            Message::Binary(bytes)
        }
    }

    /// The next bytes for the client, and the socket unless they are the last.
    async fn next(mut self) -> Result<Option<(Bytes, Option<Self>)>, ProtocolError> {
        while let Some(frame) = self.frame().await? {
            if let Some(message) = self.answer(frame) {
                let is_last = matches!(message, Message::Close(_));
                let mut bytes = BytesMut::new();
                self.codec.encode(message, &mut bytes)?;
                return Ok(Some((bytes.freeze(), (!is_last).then_some(self))));
            }
        }
        Ok(None)
    }
}

/// Sends each message back.
pub async fn echo(request: HttpRequest, payload: Payload) -> Result<HttpResponse, Refusal> {
    let mut response = handshake(request.head()).map_err(Refusal::malformed)?;
    let bytes = stream::try_unfold(Some(Socket::new(payload)), |socket| async {
        match socket {
            Some(socket) => socket.next().await,
            None => Ok(None),
        }
    });
    Ok(response.finish().set_body(BodyStream::new(bytes)).map_into_boxed_body().into())
}
