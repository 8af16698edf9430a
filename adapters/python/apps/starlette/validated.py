"""The validated routes: pydantic validates and serialises."""

import raw
from contract import routes
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def answer(value: BaseModel):
    return Response(value.model_dump_json(exclude_unset=True), media_type="application/json")


def json_body(model):
    async def handler(request: Request):
        return answer(model.model_validate_json(await request.body()))

    return handler


async def multipart(request: Request):
    counted = await raw.count(request)
    if counted["files_received"] == 0:
        raise HTTPException(422, "the form has no file")
    return JSONResponse(counted)


def form(model):
    async def handler(request: Request):
        async with request.form() as form:
            return answer(model.of(form.multi_items()))

    return handler


def query(model):
    async def handler(request: Request):
        return answer(model.of(request.query_params.multi_items()))

    return handler


def path(model):
    async def handler(request: Request):
        return answer(model.model_validate(request.path_params))

    return handler


ROUTES = [
    *(Route(each, json_body(model), methods=["POST"]) for each, model in routes.JSON.items()),
    *(Route(each, multipart, methods=["POST"]) for each in routes.MULTIPART),
    *(Route(each, form(model), methods=["POST"]) for each, model in routes.FORM.items()),
    *(Route(each, query(model)) for each, model in routes.QUERY.items()),
    *(Route(each, path(model)) for each, model in routes.PATH.items()),
]
