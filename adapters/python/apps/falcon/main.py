"""The workload contract with Falcon."""

import falcon
import falcon.asgi
import falcon.media
import raw
import streams
import validated
from contract import answers, json_text
from pydantic import ValidationError


class Health:
    async def on_get(self, req, resp):
        resp.media = {"status": "ok"}


async def malformed(req, resp, error, params):
    resp.status, resp.media = falcon.HTTP_400, answers.malformed(error)


async def invalid(req, resp, error, params):
    resp.status, resp.media = falcon.HTTP_422, answers.invalid(error)


app = falcon.asgi.App()
app.req_options.media_handlers[falcon.MEDIA_JSON] = falcon.media.JSONHandler(loads=json_text.loads)
app.ws_options.media_handlers = dict.fromkeys(falcon.WebSocketPayloadType, streams.AsItIs())
app.add_error_handler(answers.MALFORMED, malformed)
app.add_error_handler(ValidationError, invalid)
app.add_route("/health", Health())
for path, resource in {**raw.RESOURCES, **streams.RESOURCES}.items():
    app.add_route(path, resource)
for path, resource in validated.RESOURCES.items():
    app.add_route(f"/validated{path}", resource)
