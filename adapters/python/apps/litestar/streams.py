"""The streams: events, and messages that come back."""

from typing import Annotated

from contract import ticks
from litestar import WebSocket, get, websocket
from litestar.params import Parameter
from litestar.response import ServerSentEvent, ServerSentEventMessage
from litestar.serialization import encode_json


def tick(number: int):
    return ServerSentEventMessage(encode_json({"seq": number}), event="tick", id=number)


@get("/sse")
async def sse(
    events: int, interval_ms: int, last_event_id: Annotated[int, Parameter(header="Last-Event-ID")] = 0
) -> ServerSentEvent:
    return ServerSentEvent(ticks.paced(tick, events, interval_ms, last_event_id))


@websocket("/ws")
async def echo(socket: WebSocket) -> None:
    await socket.accept()
    while (message := await socket.receive())["type"] == "websocket.receive":
        if (text := message.get("text")) is not None:
            await socket.send_text(text)
        else:
            await socket.send_bytes(message["bytes"])


HANDLERS = [sse, echo]
