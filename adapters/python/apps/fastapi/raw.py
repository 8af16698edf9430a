"""The raw routes: they answer without validating."""

import datetime
import uuid

from contract.fields import folded
from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile

router = APIRouter()


@router.post("/json/small")
@router.post("/json/medium")
@router.post("/json/large")
@router.post("/json/very-large")
async def json_body(request: Request):
    return await request.json()


@router.post("/multipart/small")
@router.post("/multipart/medium")
@router.post("/multipart/large")
async def multipart(request: Request):
    async with request.form() as form:
        parts = [value for _, value in form.multi_items()]
        files = [part for part in parts if isinstance(part, UploadFile)]
        return {
            "files_received": len(files),
            "fields_received": len(parts) - len(files),
            "total_bytes": sum(file.size or 0 for file in files),
        }


@router.post("/urlencoded/simple")
@router.post("/urlencoded/medium")
@router.post("/urlencoded/complex")
async def urlencoded(request: Request):
    async with request.form() as form:
        return folded(form.multi_items())


@router.get("/query/few")
@router.get("/query/medium")
@router.get("/query/many")
async def query(request: Request):
    return folded(request.query_params.multi_items())


@router.get("/path/simple/{id}")
@router.get("/path/multiple/{user_id}/{post_id}")
@router.get("/path/deep/{org}/{team}/{project}/{resource}/{id}")
async def path(request: Request):
    return request.path_params


@router.get("/path/int/{id}")
async def path_int(id: int):
    return {"id": id}


@router.get("/path/uuid/{uuid}")
async def path_uuid(uuid: uuid.UUID):
    return {"uuid": uuid}


@router.get("/path/date/{date}")
async def path_date(date: datetime.date):
    return {"date": date}
