"""Robyn on its own server."""

from sdk.framework import Framework

FORMS = {
    "id": "malformed-multipart",
    "description": "Robyn answers a multipart form without parts with 500 and plain text, before any handler",
    "workloads": ["multipart-small-validated", "multipart-medium-validated", "multipart-large-validated"],
}
FRAMEWORKS = {
    "robyn": Framework("robyn", "Robyn with pydantic on its own server", deviations=[FORMS]),
}
