"""The stream of events; WSGI has no WebSockets."""

from contract import ticks
from flask import Blueprint, Response, request

routing = Blueprint("streams", __name__)


@routing.get("/sse")
def sse():
    events = ticks.blocking(ticks.text, *ticks.asked(request.args, request.headers))
    return Response(events, mimetype="text/event-stream")
