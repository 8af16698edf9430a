"""The validated routes: pydantic validates and serialises."""

import raw
from contract import routes
from contract.fields import pairs
from sanic import Blueprint, Request, json
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse

routing = Blueprint("validated", url_prefix="/validated")


def answer(value):
    return HTTPResponse(value.model_dump_json(exclude_unset=True), content_type="application/json")


def json_body(model):
    async def handler(request: Request):
        return answer(model.model_validate_json(request.body))

    return handler


async def multipart(request: Request):
    counted = raw.count(request)
    if counted["files_received"] == 0:
        raise SanicException("the form has no file", status_code=422)
    return json(counted)


def form(model):
    async def handler(request: Request):
        return answer(model.of(pairs(request.get_form(keep_blank_values=True))))

    return handler


def query(model):
    async def handler(request: Request):
        return answer(model.of(request.get_query_args(keep_blank_values=True)))

    return handler


def path(model):
    async def handler(request: Request, **parameters):
        return answer(model.model_validate(parameters))

    return handler


for each, model in routes.JSON.items():
    routing.add_route(json_body(model), each, methods=["POST"], name=each)
for each in routes.MULTIPART:
    routing.add_route(multipart, each, methods=["POST"], name=each)
for each, model in routes.FORM.items():
    routing.add_route(form(model), each, methods=["POST"], name=each)
for each, model in routes.QUERY.items():
    routing.add_route(query(model), each, name=each)
for each, model in routes.spelled(routes.PATH, "<{}>").items():
    routing.add_route(path(model), each, name=each, unquote=True)
