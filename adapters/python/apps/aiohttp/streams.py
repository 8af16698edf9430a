"""The streams: events, and messages that come back."""

from aiohttp import WSMsgType, web
from contract import ticks


async def sse(request: web.Request):
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    try:
        async for event in ticks.paced(ticks.text, *ticks.asked(request.query, request.headers)):
            await response.write(event.encode())
    except ConnectionError:  # the client went away
        pass
    return response


async def echo(request: web.Request):
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await socket.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await socket.send_bytes(message.data)
    except ConnectionError:  # the client went away
        pass
    return socket


ROUTES = [web.get("/sse", sse), web.get("/ws", echo)]
