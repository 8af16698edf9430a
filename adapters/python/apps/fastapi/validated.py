"""The validated routes: types, rules and answers are declared, FastAPI does the rest."""

from typing import Annotated

import raw
from contract import models, parameters
from fastapi import APIRouter, Form, HTTPException, Query, Request

router = APIRouter()


@router.post("/json/small")
async def json_small(body: models.Small) -> models.Small:
    return body


@router.post("/json/medium")
async def json_medium(body: models.Medium) -> models.Medium:
    return body


@router.post("/json/large")
async def json_large(body: models.Large) -> models.Large:
    return body


@router.post("/json/very-large")
async def json_very_large(body: models.VeryLarge) -> models.VeryLarge:
    return body


@router.post("/multipart/small")
@router.post("/multipart/medium")
@router.post("/multipart/large")
async def multipart(request: Request):
    answer = await raw.multipart(request)
    if answer["files_received"] == 0:
        raise HTTPException(422, "the form has no file")
    return answer


@router.post("/urlencoded/simple")
async def form_simple(form: Annotated[parameters.SimpleForm, Form()]) -> parameters.SimpleForm:
    return form


@router.post("/urlencoded/medium")
async def form_medium(form: Annotated[parameters.MediumForm, Form()]) -> parameters.MediumForm:
    return form


@router.post("/urlencoded/complex")
async def form_complex(form: Annotated[parameters.ComplexForm, Form()]) -> parameters.ComplexForm:
    return form


@router.get("/query/few", response_model_exclude_unset=True)
async def query_few(query: Annotated[parameters.Few, Query()]) -> parameters.Few:
    return query


@router.get("/query/medium", response_model_exclude_unset=True)
async def query_medium(query: Annotated[parameters.Medium, Query()]) -> parameters.Medium:
    return query


@router.get("/query/many", response_model_exclude_unset=True)
async def query_many(query: Annotated[parameters.Many, Query()]) -> parameters.Many:
    return query


@router.get("/path/simple/{id}")
async def path_simple(id: parameters.Identifier):
    return {"id": id}


@router.get("/path/multiple/{user_id}/{post_id}")
async def path_multiple(user_id: parameters.Identifier, post_id: parameters.Identifier):
    return {"user_id": user_id, "post_id": post_id}


@router.get("/path/deep/{org}/{team}/{project}/{resource}/{id}")
async def path_deep(
    org: parameters.Identifier,
    team: parameters.Identifier,
    project: parameters.Identifier,
    resource: parameters.Identifier,
    id: parameters.Identifier,
):
    return {"org": org, "team": team, "project": project, "resource": resource, "id": id}


@router.get("/path/int/{id}")
async def path_int(id: parameters.PathInteger):
    return {"id": id}


@router.get("/path/uuid/{uuid}")
async def path_uuid(uuid: parameters.Uuid):
    return {"uuid": uuid}


@router.get("/path/date/{date}")
async def path_date(date: parameters.Date):
    return {"date": date}
