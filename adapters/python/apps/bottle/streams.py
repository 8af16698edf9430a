"""The stream of events; WSGI has no WebSockets."""

from bottle import request, response
from contract import ticks


def sse():
    response.content_type = "text/event-stream"
    return ticks.blocking(ticks.text, *ticks.asked(request.query, request.headers))


def mount(app):
    app.get("/sse", callback=sse)
