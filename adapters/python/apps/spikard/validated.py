"""The validated routes: pydantic validates and serialises."""

import raw
from answering import Refusal, read, take
from contract import routes
from contract.fields import pairs


def answer(value):
    return value.model_dump(mode="json", exclude_unset=True)


def json_body(model):
    return lambda request: answer(model.model_validate(request["body"]))


def multipart(request):
    if not request["headers"].get("content-type", "").startswith("multipart/form-data"):  # the core takes others too
        raise Refusal("the body is no multipart form")
    counted = raw.count(request)
    if counted["files_received"] == 0:
        raise Refusal("the form has no file")
    return counted


def form(model):
    return lambda request: answer(model.of(pairs(request["body"])))


def query(model):
    return lambda request: answer(model.of(pairs(request["raw_query_params"])))


def path(model):
    return lambda request: answer(model.model_validate(request["path_params"]))


def declare(app):
    for each, model in routes.JSON.items():
        take(app, f"/validated{each}", json_body(model))
    for each in routes.MULTIPART:
        take(app, f"/validated{each}", multipart)
    for each, model in routes.FORM.items():
        take(app, f"/validated{each}", form(model))
    for each, model in routes.QUERY.items():
        read(app, f"/validated{each}", query(model))
    for each, model in routes.PATH.items():
        read(app, f"/validated{each}", path(model))
