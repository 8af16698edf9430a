"""Sanic on its own server."""

from sdk.framework import Framework

FRAMEWORKS = {
    "sanic": Framework("sanic", "Sanic with pydantic on its own server"),
}
