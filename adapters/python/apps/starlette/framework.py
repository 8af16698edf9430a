"""Starlette on uvicorn, as its documentation runs it."""

from sdk.framework import Framework

FRAMEWORKS = {
    "starlette": Framework("starlette", "Starlette with pydantic on uvicorn with uvloop and httptools", server="uvicorn"),
}
