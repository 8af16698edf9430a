"""The streams: events, and messages that come back."""

from contract import ticks
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


async def sse(request: Request):
    events = ticks.paced(ticks.text, *ticks.asked(request.query_params, request.headers))
    return StreamingResponse(events, media_type="text/event-stream")


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


ROUTES = [Route("/sse", sse), WebSocketRoute("/ws", echo)]
