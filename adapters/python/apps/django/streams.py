"""The stream of events; WSGI has no WebSockets."""

from contract import ticks
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_GET


@require_GET
def sse(request: HttpRequest):
    events = ticks.blocking(ticks.text, *ticks.asked(request.GET, request.headers))
    return StreamingHttpResponse(events, content_type="text/event-stream")


urlpatterns = [path("sse", sse)]
