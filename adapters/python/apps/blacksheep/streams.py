"""The streams: events, and messages that come back."""

from collections.abc import AsyncIterable

from blacksheep import Request, WebSocket, WebSocketDisconnectError
from blacksheep.server.sse import ServerSentEvent
from contract import ticks
from raw import router


def tick(number: int):
    return ServerSentEvent({"seq": number}, event="tick", id=str(number))


@router.get("/sse")
async def sse(request: Request, events: int, interval_ms: int) -> AsyncIterable[ServerSentEvent]:
    after = int(request.get_first_header(b"Last-Event-ID") or 0)
    async for event in ticks.paced(tick, events, interval_ms, after):
        if await request.is_disconnected():
            break
        yield event


@router.ws("/ws")
async def echo(websocket: WebSocket):
    await websocket.accept()
    try:
        while True:
            message = await websocket.receive()
            if (text := message.get("text")) is not None:
                await websocket.send_text(text)
            else:
                await websocket.send_bytes(message["bytes"])
    except (WebSocketDisconnectError, OSError):  # OSError: while a message was sent
        pass
