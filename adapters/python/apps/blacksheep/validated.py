"""The validated routes: JSON bodies are declared, BlackSheep does the rest; pydantic's models take texts of fields and paths."""

import raw
from blacksheep import Content, FromJSON, Request, Response, json
from contract import answers, routes
from pydantic import BaseModel


def answer(value: BaseModel):
    return Response(200, content=Content(b"application/json", value.model_dump_json(exclude_unset=True).encode()))


def json_body(model):
    async def handler(body: FromJSON[model]):
        return answer(body.value)

    return handler


async def multipart(request: Request):
    counted = await raw.count(request)
    if counted["files_received"] == 0:
        return json(answers.refusal("the form has no file"), 422)
    return json(counted)


def form(model):
    async def handler(request: Request):
        return answer(model.of(await raw.form_of(request)))

    return handler


def query(model):
    async def handler(request: Request):
        return answer(model.of(raw.query_of(request)))

    return handler


def path(model):
    async def handler(request: Request):
        return answer(model.model_validate(request.route_values))

    return handler


for each, model in routes.JSON.items():
    raw.router.add_post(f"/validated{each}", json_body(model))
for each in routes.MULTIPART:
    raw.router.add_post(f"/validated{each}", multipart)
for each, model in routes.FORM.items():
    raw.router.add_post(f"/validated{each}", form(model))
for each, model in routes.QUERY.items():
    raw.router.add_get(f"/validated{each}", query(model))
for each, model in routes.PATH.items():
    raw.router.add_get(f"/validated{each}", path(model))
