"""The workload contract with Sanic."""

import raw
import validated
from contract import answers, json_text
from pydantic import ValidationError
from sanic import Request, Sanic, json

app = Sanic("harness", loads=json_text.loads)  # its own ones take NaN
app.config.FALLBACK_ERROR_FORMAT = "json"
app.blueprint(raw.routing)
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
