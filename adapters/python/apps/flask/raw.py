"""The raw routes: they answer without validating."""

import datetime
import os

from contract import answers, routes
from contract.fields import folded
from flask import Blueprint, request

routing = Blueprint("raw", __name__)


def json_body():
    return request.get_json()


def counted():
    """What a multipart form has; of one that is none, nothing."""
    sizes = [file.seek(0, os.SEEK_END) for _, file in request.files.items(multi=True)]
    return answers.counted(sizes, len([*request.form.items(multi=True)]))


def urlencoded():
    return folded(request.form.items(multi=True))


def query():
    return folded(request.args.items(multi=True))


def path(**parameters):
    return parameters


@routing.get("/path/date/<date>")
def path_date(date):
    return {"date": datetime.date.fromisoformat(date).isoformat()}


for each in routes.JSON:
    routing.add_url_rule(each, view_func=json_body, methods=["POST"])
for each in routes.MULTIPART:
    routing.add_url_rule(each, view_func=counted, methods=["POST"])
for each in routes.FORM:
    routing.add_url_rule(each, view_func=urlencoded, methods=["POST"])
for each in routes.QUERY:
    routing.add_url_rule(each, view_func=query)
for each in [*routes.spelled(routes.TEXT_PATH, "<{}>"), "/path/int/<int:id>", "/path/uuid/<uuid:uuid>"]:
    routing.add_url_rule(each, view_func=path)
