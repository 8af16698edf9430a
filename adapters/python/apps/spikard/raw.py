"""The raw routes: they answer without validating."""

import datetime
import uuid

from answering import read, take
from contract import answers, routes
from contract.fields import folded, pairs


def json_body(request):
    return request["body"]


def count(request):
    """What a multipart form has; of one that is none, nothing."""
    named = (request["body"] or {}).values()
    parts = [part for values in named for part in (values if isinstance(values, list) else [values])]
    sizes = [part["size"] for part in parts if isinstance(part, dict)]
    return answers.counted(sizes, len(parts) - len(sizes))


def urlencoded(request):
    return folded(pairs(request["body"]))


def query(request):
    return folded(pairs(request["raw_query_params"]))


def path(request):
    return request["path_params"]


def path_int(request):
    return {"id": int(request["path_params"]["id"])}


def path_uuid(request):
    return {"uuid": str(uuid.UUID(request["path_params"]["uuid"]))}


def path_date(request):
    return {"date": datetime.date.fromisoformat(request["path_params"]["date"]).isoformat()}


def declare(app):
    for each in routes.JSON:
        take(app, each, json_body)
    for each in routes.MULTIPART:
        take(app, each, count)
    for each in routes.FORM:
        take(app, each, urlencoded)
    for each in routes.QUERY:
        read(app, each, query)
    for each in routes.TEXT_PATH:
        read(app, each, path)
    read(app, "/path/int/{id}", path_int)
    read(app, "/path/uuid/{uuid}", path_uuid)
    read(app, "/path/date/{date}", path_date)
