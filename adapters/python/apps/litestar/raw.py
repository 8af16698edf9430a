"""The raw routes: they answer without validating."""

import datetime
import os
import uuid
from typing import Any

from contract import routes
from contract.answers import counted
from contract.fields import folded
from litestar import Request, get, post
from litestar.datastructures import UploadFile


@post([*routes.JSON], status_code=200)
async def json_body(request: Request) -> Any:
    return await request.json()


async def count(request: Request) -> dict[str, int]:
    """What a multipart form has; of one that is none, nothing."""
    parts = [value for _, value in (await request.form()).multi_items()]
    sizes = [part.file.seek(0, os.SEEK_END) for part in parts if isinstance(part, UploadFile)]
    return counted(sizes, len(parts) - len(sizes))


@post(routes.MULTIPART, status_code=200)
async def multipart(request: Request) -> dict[str, int]:
    return await count(request)


@post([*routes.FORM], status_code=200)
async def urlencoded(request: Request) -> dict[str, Any]:
    return folded((await request.form()).multi_items())


@get([*routes.QUERY])
async def query(request: Request) -> dict[str, Any]:
    return folded(request.query_params.multi_items())


@get([*routes.spelled(routes.TEXT_PATH, "{{{}:str}}")])
async def path(request: Request) -> dict[str, str]:
    return request.path_params


@get("/path/int/{id:int}")
async def path_int(id: int) -> dict[str, int]:
    return {"id": id}


@get("/path/uuid/{uuid:uuid}")
async def path_uuid(uuid: uuid.UUID) -> dict[str, uuid.UUID]:
    return {"uuid": uuid}


@get("/path/date/{date:date}")
async def path_date(date: datetime.date) -> dict[str, datetime.date]:
    return {"date": date}


HANDLERS = [json_body, multipart, urlencoded, query, path, path_int, path_uuid, path_date]
