"""The raw routes: they answer without validating."""

import datetime
import uuid

from blacksheep import Request, Router, json
from contract import answers, routes
from contract.fields import folded, parsed

router = Router()


async def json_body(request: Request):
    return json(await request.json())


async def count(request: Request):
    """What a multipart form has; of one that is none, nothing."""
    parts = await request.multipart()
    sizes = [part.size for part in parts if part.file_name]
    return answers.counted(sizes, len(parts) - len(sizes))


async def multipart(request: Request):
    return json(await count(request))


async def form_of(request: Request):
    """Names and texts with the empty ones, which `request.form` leaves out."""
    return parsed(await request.text())


async def urlencoded(request: Request):
    return json(folded(await form_of(request)))


def query_of(request: Request):
    """Names and texts with the empty ones, which `request.query` leaves out."""
    return parsed((request.url.query or b"").decode())


async def query(request: Request):
    return json(folded(query_of(request)))


async def path(request: Request):
    return json(request.route_values)


async def path_int(id: int):
    return json({"id": id})


async def path_uuid(uuid: uuid.UUID):
    return json({"uuid": str(uuid)})


async def path_date(date: datetime.date):
    return json({"date": date.isoformat()})


for each in routes.JSON:
    router.add_post(each, json_body)
for each in routes.MULTIPART:
    router.add_post(each, multipart)
for each in routes.FORM:
    router.add_post(each, urlencoded)
for each in routes.QUERY:
    router.add_get(each, query)
for each in routes.TEXT_PATH:
    router.add_get(each, path)
router.add_get("/path/int/{id}", path_int)
router.add_get("/path/uuid/{uuid}", path_uuid)
router.add_get("/path/date/{date}", path_date)
