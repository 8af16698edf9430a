"""The workload contract with Sanic."""

import logging

import raw
import streams
import validated
from contract import answers, json_text
from pydantic import ValidationError
from sanic import Request, Sanic, json
from sanic.log import websockets_logger

app = Sanic("harness", loads=json_text.loads)  # its own ones take NaN
app.config.FALLBACK_ERROR_FORMAT = "json"
websockets_logger.setLevel(logging.WARNING)  # it would tell of every connection that ends
app.blueprint(raw.routing)
app.blueprint(streams.routing)
app.blueprint(validated.routing)


@app.get("/health")
async def health(request: Request):
    return json({"status": "ok"})


@app.exception(ValidationError)
async def invalid(request: Request, error: ValidationError):
    return json(answers.invalid(error), status=422)


@app.exception(*answers.MALFORMED)
async def malformed(request: Request, error: Exception):
    return json(answers.malformed(error), status=400)
