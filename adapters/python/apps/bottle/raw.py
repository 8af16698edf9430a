"""The raw routes: they answer without validating."""

import datetime
import json
import os
import uuid

from bottle import abort, request, response
from contract import answers, json_text, routes
from contract.fields import folded


def answer(value):
    """Any value as JSON; Bottle does so with objects only."""
    response.content_type = "application/json"
    return json.dumps(value)


def json_body():
    return answer(json_text.loads(request.body.read()))


def counted():
    """What a multipart form has; of one that is none, nothing."""
    sizes = [size(upload.file) for _, upload in request.files.allitems()]
    return answers.counted(sizes, len([*request.forms.allitems()]))


def size(file):
    file.seek(0, os.SEEK_END)
    return file.tell()


def urlencoded():
    return folded(request.forms.decode().allitems())


def query():
    return folded(request.query.decode().allitems())


def path(**parameters):
    return parameters


def converted(name, convert):
    """A handler of a path with one parameter, which is not found when it is none of its kind."""

    def handler(**parameters):
        try:
            value = convert(parameters[name])
        except ValueError:
            abort(404, f"{name} is none")
        return {name: value}

    return handler


def mount(app):
    for each in routes.JSON:
        app.post(each, callback=json_body)
    for each in routes.MULTIPART:
        app.post(each, callback=counted)
    for each in routes.FORM:
        app.post(each, callback=urlencoded)
    for each in routes.QUERY:
        app.get(each, callback=query)
    for each in routes.spelled(routes.TEXT_PATH, "<{}>"):
        app.get(each, callback=path)
    app.get("/path/int/<id>", callback=converted("id", int))
    app.get("/path/uuid/<uuid>", callback=converted("uuid", lambda text: str(uuid.UUID(text))))
    app.get("/path/date/<date>", callback=converted("date", lambda text: datetime.date.fromisoformat(text).isoformat()))
