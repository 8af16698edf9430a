"""The validated routes: pydantic validates and serialises."""

import raw
from bottle import abort, request, response
from contract import routes


def answer(value):
    response.content_type = "application/json"
    return value.model_dump_json(exclude_unset=True)


def json_body(model):
    return lambda: answer(model.model_validate_json(request.body.read()))


def multipart():
    counted = raw.counted()
    if counted["files_received"] == 0:
        abort(422, "the form has no file")
    return counted


def form(model):
    return lambda: answer(model.of(request.forms.decode().allitems()))


def query(model):
    return lambda: answer(model.of(request.query.decode().allitems()))


def path(model):
    return lambda **parameters: answer(model.model_validate(parameters))


def mount(app):
    for each, model in routes.JSON.items():
        app.post(f"/validated{each}", callback=json_body(model))
    for each in routes.MULTIPART:
        app.post(f"/validated{each}", callback=multipart)
    for each, model in routes.FORM.items():
        app.post(f"/validated{each}", callback=form(model))
    for each, model in routes.QUERY.items():
        app.get(f"/validated{each}", callback=query(model))
    for each, model in routes.spelled(routes.PATH, "<{}>").items():
        app.get(f"/validated{each}", callback=path(model))
