"""The workload contract with Starlette."""

import raw
import streams
import validated
from contract import answers
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route


async def health(request: Request):
    return JSONResponse({"status": "ok"})


async def malformed(request: Request, error: Exception):
    return JSONResponse(answers.malformed(error), status_code=400)


async def invalid(request: Request, error: ValidationError):
    return JSONResponse(answers.invalid(error), status_code=422)


async def refused(request: Request, error: HTTPException):
    return JSONResponse(answers.refusal(error.detail), error.status_code, error.headers)


app = Starlette(
    routes=[Route("/health", health), *raw.ROUTES, *streams.ROUTES, Mount("/validated", routes=validated.ROUTES)],
    exception_handlers={
        **dict.fromkeys(answers.MALFORMED, malformed),
        ValidationError: invalid,
        HTTPException: refused,
    },
)
