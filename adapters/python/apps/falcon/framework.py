"""Falcon's ASGI app on uvicorn, as its deployment guide runs it."""

from sdk.framework import Framework

FRAMEWORKS = {
    "falcon": Framework("falcon", "Falcon (ASGI) with pydantic on uvicorn with uvloop and httptools", server="uvicorn"),
}
