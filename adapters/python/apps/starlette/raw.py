"""The raw routes: they answer without validating."""

import datetime

from contract import routes
from contract.answers import counted
from contract.fields import folded
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def json_body(request: Request):
    return JSONResponse(await request.json())


async def count(request: Request):
    """What a multipart form has; of one that is none, nothing."""
    async with request.form() as form:
        parts = [value for _, value in form.multi_items()]
        sizes = [part.size for part in parts if isinstance(part, UploadFile)]
        return counted(sizes, len(parts) - len(sizes))


async def multipart(request: Request):
    return JSONResponse(await count(request))


async def urlencoded(request: Request):
    async with request.form() as form:
        return JSONResponse(folded(form.multi_items()))


async def query(request: Request):
    return JSONResponse(folded(request.query_params.multi_items()))


async def path(request: Request):
    return JSONResponse(request.path_params)


async def path_uuid(request: Request):
    return JSONResponse({"uuid": str(request.path_params["uuid"])})


async def path_date(request: Request):
    return JSONResponse({"date": datetime.date.fromisoformat(request.path_params["date"]).isoformat()})


ROUTES = [
    *(Route(each, json_body, methods=["POST"]) for each in routes.JSON),
    *(Route(each, multipart, methods=["POST"]) for each in routes.MULTIPART),
    *(Route(each, urlencoded, methods=["POST"]) for each in routes.FORM),
    *(Route(each, query) for each in routes.QUERY),
    *(Route(each, path) for each in routes.TEXT_PATH),
    Route("/path/int/{id:int}", path),
    Route("/path/uuid/{uuid:uuid}", path_uuid),
    Route("/path/date/{date}", path_date),
]
