"""The streams: events, and messages that come back."""

from contract import answers, ticks
from sanic import Blueprint, Request, SanicException, Websocket, json

routing = Blueprint("streams")


@routing.get("/sse")
async def sse(request: Request):
    response = await request.respond(content_type="text/event-stream")
    async for event in ticks.paced(ticks.text, *ticks.asked(request.args, request.headers)):
        await response.send(event)


@routing.websocket("/ws")
async def echo(request: Request, ws: Websocket):
    async for message in ws:
        await ws.send(message)


@routing.exception(SanicException)
async def refused(request: Request, error: SanicException):
    """Without a traceback, which Sanic writes of a request that is no handshake."""
    return json(answers.refusal(str(error)), error.status_code)
