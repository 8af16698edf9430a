"""The streams: events, and messages that come back."""

from contract import ticks
from falcon.asgi import Request, Response, SSEvent, WebSocket


def tick(number: int):
    return SSEvent(json={"seq": number}, event="tick", event_id=str(number))


class Events:
    async def on_get(self, req: Request, resp: Response):
        resp.sse = ticks.paced(
            tick,
            req.get_param_as_int("events"),
            req.get_param_as_int("interval_ms"),
            int(req.get_header("Last-Event-ID", default=0)),
        )


class AsItIs:
    """A media handler that leaves messages as they are, so that one call receives text and bytes."""

    def deserialize(self, payload):
        return payload

    def serialize(self, media):
        return media


class Echo:
    async def on_websocket(self, req: Request, ws: WebSocket):
        await ws.accept()
        while True:
            message = await ws.receive_media()
            if isinstance(message, str):
                await ws.send_text(message)
            else:
                await ws.send_data(message)


RESOURCES = {"/sse": Events(), "/ws": Echo()}
