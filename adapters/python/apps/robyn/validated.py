"""The validated routes: JSON bodies are declared, Robyn does the rest; pydantic's models take texts of fields and paths."""

import raw
from contract import answers, routes
from contract.fields import parsed
from refusals import JSON, refused
from robyn import Request, Response, SubRouter, jsonify

routing = SubRouter(__file__, prefix="/validated")
routing.exception(refused)


def answer(value):
    return Response(200, JSON, value.model_dump_json(exclude_unset=True))


def json_body(model):
    async def handler(body: model):
        return body

    return handler


async def multipart(request: Request):
    counted = raw.count(request)
    if counted["files_received"] == 0:
        return Response(422, JSON, jsonify(answers.refusal("the form has no file")))
    return counted


def form(model):
    async def handler(request: Request):
        return answer(model.of(parsed(request.body)))

    return handler


def query(model):
    async def handler(request: Request):
        return answer(model.of(raw.query_of(request)))

    return handler


def path(model):
    async def handler(request: Request):
        return answer(model.model_validate(raw.path_of(request)))

    return handler


for each, model in routes.JSON.items():
    routing.post(each)(json_body(model))
for each in routes.MULTIPART:
    routing.post(each)(multipart)
for each, model in routes.FORM.items():
    routing.post(each)(form(model))
for each, model in routes.QUERY.items():
    routing.get(each)(query(model))
for each, model in routes.spelled(routes.PATH, ":{}").items():
    routing.get(each)(path(model))
