"""The workload contract with aiohttp."""

import raw
import streams
import validated
from aiohttp import web
from contract import answers
from pydantic import ValidationError


async def health(request: web.Request):
    return web.json_response({"status": "ok"})


@web.middleware
async def refusals(request: web.Request, handler):
    try:
        return await handler(request)
    except ValidationError as error:
        return web.json_response(answers.invalid(error), status=422)
    except answers.MALFORMED as error:
        return web.json_response(answers.malformed(error), status=400)


app = web.Application(middlewares=[refusals], client_max_size=16 * 2**20)  # JSON bodies may exceed its 1 MiB
app.add_routes([web.get("/health", health), *raw.ROUTES, *streams.ROUTES, *validated.ROUTES])
