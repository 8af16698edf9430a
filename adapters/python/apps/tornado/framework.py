"""Tornado on its own server."""

from sdk.framework import Framework

FRAMEWORKS = {
    "tornado": Framework("tornado", "Tornado with pydantic on its own server"),
}
