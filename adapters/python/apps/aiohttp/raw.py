"""The raw routes: they answer without validating."""

import datetime
import os
import uuid

from aiohttp import web
from contract import json_text, routes
from contract.answers import counted
from contract.fields import folded


async def json_body(request: web.Request):
    return web.json_response(await request.json(loads=json_text.loads))


async def count(request: web.Request):
    """What a multipart form has; of one that is none, nothing."""
    parts = [*(await request.post()).values()]
    sizes = [part.file.seek(0, os.SEEK_END) for part in parts if isinstance(part, web.FileField)]
    return counted(sizes, len(parts) - len(sizes))


async def multipart(request: web.Request):
    return web.json_response(await count(request))


async def urlencoded(request: web.Request):
    return web.json_response(folded((await request.post()).items()))


async def query(request: web.Request):
    return web.json_response(folded(request.query.items()))


async def path(request: web.Request):
    return web.json_response(dict(request.match_info))


async def path_int(request: web.Request):
    return web.json_response({"id": int(request.match_info["id"])})


async def path_uuid(request: web.Request):
    return web.json_response({"uuid": str(uuid.UUID(request.match_info["uuid"]))})


async def path_date(request: web.Request):
    return web.json_response({"date": datetime.date.fromisoformat(request.match_info["date"]).isoformat()})


ROUTES = [
    *(web.post(each, json_body) for each in routes.JSON),
    *(web.post(each, multipart) for each in routes.MULTIPART),
    *(web.post(each, urlencoded) for each in routes.FORM),
    *(web.get(each, query) for each in routes.QUERY),
    *(web.get(each, path) for each in routes.TEXT_PATH),
    web.get("/path/int/{id}", path_int),
    web.get("/path/uuid/{uuid}", path_uuid),
    web.get("/path/date/{date}", path_date),
]
