"""The workload contract with BlackSheep."""

import raw
import streams  # noqa: F401  declares its routes
import validated  # noqa: F401  declares its routes
from blacksheep import Application, Request, json
from blacksheep.exceptions import BadRequest
from blacksheep.settings.json import json_settings
from contract import answers, json_text
from pydantic import ValidationError

json_settings.use(loads=json_text.loads)
app = Application(router=raw.router)


@app.router.get("/health")
async def health():
    return json({"status": "ok"})


@app.exception_handler(ValidationError)
async def invalid(self, request: Request, error: ValidationError):
    return json(answers.invalid(error), 422)


@app.exception_handler(BadRequest)
async def bad_request(self, request: Request, error: BadRequest):
    return json(answers.refusal(str(error)), 400)


@app.exception_handler(ValueError)
@app.exception_handler(RecursionError)
async def malformed(self, request: Request, error: Exception):
    return json(answers.malformed(error), 400)
