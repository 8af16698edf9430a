"""The validated routes: pydantic validates and serialises."""

import raw
from aiohttp import web
from contract import answers, routes


def answer(value):
    return web.json_response(text=value.model_dump_json(exclude_unset=True))


def json_body(model):
    async def handler(request: web.Request):
        return answer(model.model_validate_json(await request.read()))

    return handler


async def multipart(request: web.Request):
    counted = await raw.count(request)
    if counted["files_received"] == 0:
        return web.json_response(answers.refusal("the form has no file"), status=422)
    return web.json_response(counted)


def form(model):
    async def handler(request: web.Request):
        return answer(model.of((await request.post()).items()))

    return handler


def query(model):
    async def handler(request: web.Request):
        return answer(model.of(request.query.items()))

    return handler


def path(model):
    async def handler(request: web.Request):
        return answer(model.model_validate(dict(request.match_info)))

    return handler


ROUTES = [
    *(web.post(f"/validated{each}", json_body(model)) for each, model in routes.JSON.items()),
    *(web.post(f"/validated{each}", multipart) for each in routes.MULTIPART),
    *(web.post(f"/validated{each}", form(model)) for each, model in routes.FORM.items()),
    *(web.get(f"/validated{each}", query(model)) for each, model in routes.QUERY.items()),
    *(web.get(f"/validated{each}", path(model)) for each, model in routes.PATH.items()),
]
