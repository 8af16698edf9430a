"""Litestar on uvicorn, as its deployment guide runs it."""

from sdk.framework import Framework

FRAMEWORKS = {
    "litestar": Framework("litestar", "Litestar on uvicorn with uvloop and httptools", server="uvicorn"),
}
