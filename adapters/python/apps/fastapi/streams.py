"""The streams: events, and messages that come back."""

from collections.abc import AsyncIterable
from typing import Annotated

from anyio import BrokenResourceError
from contract import ticks
from fastapi import APIRouter, Depends, Header, WebSocket, WebSocketDisconnect
from fastapi.sse import EventSourceResponse, ServerSentEvent

router = APIRouter()


def tick(number: int):
    return ServerSentEvent(data={"seq": number}, event="tick", id=str(number))


async def departures():
    """Takes what FastAPI's task for keep-alive comments raises when a client goes away while many events come."""
    try:
        yield
    except* BrokenResourceError:
        pass


@router.get("/sse", response_class=EventSourceResponse, dependencies=[Depends(departures)])
async def sse(
    events: int, interval_ms: int, last_event_id: Annotated[int, Header()] = 0
) -> AsyncIterable[ServerSentEvent]:
    async for event in ticks.paced(tick, events, interval_ms, last_event_id):
        yield event


@router.websocket("/ws")
async def echo(websocket: WebSocket):
    await websocket.accept()
    try:
        while (message := await websocket.receive())["type"] == "websocket.receive":
            if (text := message.get("text")) is not None:
                await websocket.send_text(text)
            else:
                await websocket.send_bytes(message["bytes"])
    except WebSocketDisconnect:  # while a message was sent
        pass
