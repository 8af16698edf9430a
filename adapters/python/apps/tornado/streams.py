"""The streams: events, and messages that come back."""

from contract import ticks
from handler import Handler
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, WebSocketHandler


class Events(Handler):
    async def get(self):
        self.set_header("Content-Type", "text/event-stream")
        self.request.connection.stream.set_nodelay(True)  # else an event waits until the one before is acknowledged
        asked = {name: self.get_query_argument(name) for name in ("events", "interval_ms")}
        try:
            async for event in ticks.paced(ticks.text, *ticks.asked(asked, self.request.headers)):
                self.write(event)
                await self.flush()
        except StreamClosedError:  # the client went away
            pass


class Echo(WebSocketHandler):
    def open(self):
        self.set_nodelay(True)

    async def on_message(self, message):
        try:
            await self.write_message(message, binary=isinstance(message, bytes))
        except WebSocketClosedError:  # the client went away
            pass


ROUTES = [("/sse", Events), ("/ws", Echo)]
