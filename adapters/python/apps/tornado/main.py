"""The workload contract with Tornado."""

import raw
import streams
import validated
from handler import Handler, NotFound
from tornado.escape import json_encode
from tornado.web import Application


class Health(Handler):
    def get(self):
        self.answer(json_encode({"status": "ok"}))


app = Application(
    [("/health", Health), *raw.ROUTES, *streams.ROUTES, *validated.ROUTES],
    default_handler_class=NotFound,
    log_function=lambda handler: None,
)
