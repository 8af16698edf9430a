"""The validated resources: pydantic validates and serialises."""

import falcon
import raw
from contract import routes
from contract.fields import pairs
from falcon.asgi import Request, Response


def answer(resp: Response, value):
    resp.data = value.model_dump_json(exclude_unset=True).encode()


class Validated:
    def __init__(self, model):
        self._model = model


class JSONBody(Validated):
    async def on_post(self, req: Request, resp: Response):
        answer(resp, self._model.model_validate_json(await req.stream.read()))


class Multipart:
    async def on_post(self, req: Request, resp: Response):
        resp.media = await raw.count(req)
        if resp.media["files_received"] == 0:
            raise falcon.HTTPUnprocessableEntity(description="the form has no file")


class Form(Validated):
    async def on_post(self, req: Request, resp: Response):
        answer(resp, self._model.of(pairs(await req.get_media())))


class Query(Validated):
    async def on_get(self, req: Request, resp: Response):
        answer(resp, self._model.of(pairs(req.params)))


class Path(Validated):
    async def on_get(self, req: Request, resp: Response, **parameters):
        answer(resp, self._model.model_validate(parameters))


RESOURCES = {
    **{each: JSONBody(model) for each, model in routes.JSON.items()},
    **dict.fromkeys(routes.MULTIPART, Multipart()),
    **{each: Form(model) for each, model in routes.FORM.items()},
    **{each: Query(model) for each, model in routes.QUERY.items()},
    **{each: Path(model) for each, model in routes.PATH.items()},
}
