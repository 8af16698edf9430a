"""The workload contract with Litestar."""

import raw
import streams
import validated
from contract import answers
from litestar import Litestar, Request, Response, Router, get
from litestar.exceptions import HTTPException, SerializationException
from litestar.exceptions.responses import create_exception_response
from litestar.plugins.pydantic import PydanticPlugin
from pydantic import ValidationError


@get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}


def malformed(request: Request, error: Exception) -> Response:
    return Response(answers.malformed(error), status_code=400)


def invalid(request: Request, error: ValidationError) -> Response:
    return Response(answers.invalid(error), status_code=422)


app = Litestar(
    [health, *raw.HANDLERS, *streams.HANDLERS, Router("/validated", route_handlers=validated.HANDLERS)],
    plugins=[PydanticPlugin(exclude_unset=True, validate_strict=None)],  # as strictly as models declare
    exception_handlers={
        **dict.fromkeys([*answers.MALFORMED, SerializationException], malformed),
        ValidationError: invalid,
        HTTPException: create_exception_response,  # as without handlers; some are a ValueError too
    },
    openapi_config=None,
)
