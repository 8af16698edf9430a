"""The validated routes: pydantic validates and serialises."""

import raw
from contract import routes
from flask import Blueprint, Response, abort, request

routing = Blueprint("validated", __name__, url_prefix="/validated")


def answer(value):
    return Response(value.model_dump_json(exclude_unset=True), mimetype="application/json")


def json_body(model):
    return lambda: answer(model.model_validate_json(request.get_data()))


def multipart():
    counted = raw.counted()
    if counted["files_received"] == 0:
        abort(422, "the form has no file")
    return counted


def form(model):
    return lambda: answer(model.of(request.form.items(multi=True)))


def query(model):
    return lambda: answer(model.of(request.args.items(multi=True)))


def path(model):
    return lambda **parameters: answer(model.model_validate(parameters))


for each, model in routes.JSON.items():
    routing.post(each, endpoint=each)(json_body(model))
for each in routes.MULTIPART:
    routing.post(each, endpoint=each)(multipart)
for each, model in routes.FORM.items():
    routing.post(each, endpoint=each)(form(model))
for each, model in routes.QUERY.items():
    routing.get(each, endpoint=each)(query(model))
for each, model in routes.spelled(routes.PATH, "<{}>").items():
    routing.get(each, endpoint=each)(path(model))
