"""The raw resources: they answer without validating."""

import datetime

import falcon
from contract import routes
from contract.answers import counted
from falcon.asgi import Request, Response


class Media:
    """A JSON body or a form, which Falcon reads by its content type."""

    async def on_post(self, req: Request, resp: Response):
        resp.media = await req.get_media()


async def count(req: Request):
    """What a multipart form has."""
    if not (req.content_type or "").startswith(falcon.MEDIA_MULTIPART):
        raise falcon.HTTPUnprocessableEntity(description="the body is no multipart form")
    sizes, fields = [], 0
    async for part in await req.get_media():
        if part.filename is None:
            fields += 1
        else:
            sizes.append(len(await part.stream.read()))
    return counted(sizes, fields)


class Multipart:
    async def on_post(self, req: Request, resp: Response):
        resp.media = await count(req)


class Query:
    async def on_get(self, req: Request, resp: Response):
        resp.media = req.params


class Path:
    async def on_get(self, req: Request, resp: Response, **parameters):
        resp.media = parameters


class PathUuid:
    async def on_get(self, req: Request, resp: Response, uuid):
        resp.media = {"uuid": str(uuid)}


class PathDate:
    async def on_get(self, req: Request, resp: Response, date: datetime.datetime):
        resp.media = {"date": date.date().isoformat()}


RESOURCES = {
    **dict.fromkeys(routes.JSON, Media()),
    **dict.fromkeys(routes.MULTIPART, Multipart()),
    **dict.fromkeys(routes.FORM, Media()),
    **dict.fromkeys(routes.QUERY, Query()),
    **dict.fromkeys(routes.TEXT_PATH, Path()),
    "/path/int/{id:int}": Path(),
    "/path/uuid/{uuid:uuid}": PathUuid(),
    '/path/date/{date:dt("%Y-%m-%d")}': PathDate(),
}
