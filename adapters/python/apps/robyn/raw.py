"""The raw routes: they answer without validating."""

import datetime
import urllib.parse
import uuid

from contract import answers, routes
from contract.fields import folded, pairs, parsed
from refusals import refused
from robyn import Request, SubRouter

routing = SubRouter(__file__)
routing.exception(refused)


async def json_body(request: Request):
    return request.json()


def count(request: Request):
    """What a multipart form has; of one that is none, nothing."""
    sizes = [len(content) for content in request.files.values()]
    return answers.counted(sizes, len(request.form_data))


async def multipart(request: Request):
    return count(request)


async def urlencoded(request: Request):
    return folded(parsed(request.body))


def query_of(request: Request):
    """Names and texts of the query, which Robyn leaves encoded."""
    decode = urllib.parse.unquote_plus
    return [(decode(name), decode(text)) for name, text in pairs(request.query_params.to_dict())]


async def query(request: Request):
    return folded(query_of(request))


def path_of(request: Request):
    """Path parameters, which Robyn leaves encoded."""
    return {name: urllib.parse.unquote(text) for name, text in request.path_params.items()}


async def path(request: Request):
    return path_of(request)


async def path_int(id: int):
    return {"id": id}


async def path_uuid(uuid_: str):
    return {"uuid": str(uuid.UUID(uuid_))}


async def path_date(date: str):
    return {"date": datetime.date.fromisoformat(date).isoformat()}


for each in routes.JSON:
    routing.post(each)(json_body)
for each in routes.MULTIPART:
    routing.post(each)(multipart)
for each in routes.FORM:
    routing.post(each)(urlencoded)
for each in routes.QUERY:
    routing.get(each)(query)
for each in routes.spelled(routes.TEXT_PATH, ":{}"):
    routing.get(each)(path)
routing.get("/path/int/:id")(path_int)
routing.get("/path/uuid/:uuid_")(path_uuid)
routing.get("/path/date/:date")(path_date)
