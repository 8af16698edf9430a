"""The raw routes: they answer without validating."""

from contract import answers, routes
from contract.fields import folded, pairs
from sanic import Blueprint, Request, json

routing = Blueprint("raw")


async def json_body(request: Request):
    return json(request.json)


def count(request: Request):
    """What a multipart form has; of one that is none, nothing."""
    sizes = [len(file.body) for files in (request.files or {}).values() for file in files]
    return answers.counted(sizes, len([*pairs(request.form or {})]))


async def multipart(request: Request):
    return json(count(request))


async def urlencoded(request: Request):
    return json(folded(pairs(request.get_form(keep_blank_values=True))))


async def query(request: Request):
    return json(folded(request.get_query_args(keep_blank_values=True)))


async def path(request: Request, **parameters):
    return json(parameters)


async def path_uuid(request: Request, uuid):
    return json({"uuid": str(uuid)})


async def path_date(request: Request, date):
    return json({"date": date.isoformat()})


for each in routes.JSON:
    routing.add_route(json_body, each, methods=["POST"], name=each)
for each in routes.MULTIPART:
    routing.add_route(multipart, each, methods=["POST"], name=each)
for each in routes.FORM:
    routing.add_route(urlencoded, each, methods=["POST"], name=each)
for each in routes.QUERY:
    routing.add_route(query, each, name=each)
for each in routes.spelled(routes.TEXT_PATH, "<{}>"):
    routing.add_route(path, each, name=each, unquote=True)
routing.add_route(path, "/path/int/<id:int>")
routing.add_route(path_uuid, "/path/uuid/<uuid:uuid>")
routing.add_route(path_date, "/path/date/<date:ymd>")
