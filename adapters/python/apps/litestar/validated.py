"""The validated routes: JSON bodies are declared, Litestar does the rest; pydantic's models take texts of fields and paths."""

import raw
from contract import routes
from litestar import Request, get, post
from litestar.exceptions import ClientException


def json_body(path, model):
    @post(path, status_code=200)
    async def handler(data: model) -> model:
        return data

    return handler


@post(routes.MULTIPART, status_code=200)
async def multipart(request: Request) -> dict[str, int]:
    counted = await raw.count(request)
    if counted["files_received"] == 0:
        raise ClientException("the form has no file")
    return counted


def form(path, model):
    @post(path, status_code=200)
    async def handler(request: Request) -> model:
        return model.of((await request.form()).multi_items())

    return handler


def query(path, model):
    @get(path)
    async def handler(request: Request) -> model:
        return model.of(request.query_params.multi_items())

    return handler


def path(path, model):
    @get(path)
    async def handler(request: Request) -> model:
        return model.model_validate(request.path_params)

    return handler


HANDLERS = [
    *(json_body(*each) for each in routes.JSON.items()),
    multipart,
    *(form(*each) for each in routes.FORM.items()),
    *(query(*each) for each in routes.QUERY.items()),
    *(path(*each) for each in routes.spelled(routes.PATH, "{{{}:str}}").items()),
]
