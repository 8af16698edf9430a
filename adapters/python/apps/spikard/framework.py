"""Spikard on its own server."""

from sdk.framework import Framework

FORMS = {
    "id": "malformed-multipart",
    "description": "Spikard answers a multipart form without parts with 400 and plain text, before any handler",
    "workloads": ["multipart-small-validated", "multipart-medium-validated", "multipart-large-validated"],
}
SOCKET = {
    "id": "own-socket",
    "description": "Spikard binds its port itself, just after the inherited socket was closed",
    "workloads": [],
}
FRAMEWORKS = {
    "spikard": Framework("spikard", "Spikard with pydantic on its own server", deviations=[FORMS, SOCKET]),
}
