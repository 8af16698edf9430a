"""The workload contract with Flask."""

import raw
import streams
import validated
from contract import answers, json_text
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException


class JSONProvider(DefaultJSONProvider):
    def loads(self, s, **kwargs):
        return json_text.loads(s)


class App(Flask):
    json_provider_class = JSONProvider


app = App(__name__, static_folder=None)
app.register_blueprint(raw.routing)
app.register_blueprint(streams.routing)
app.register_blueprint(validated.routing)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.errorhandler(RecursionError)
def malformed(error):
    return answers.malformed(error), 400


@app.errorhandler(ValidationError)
def invalid(error):
    return answers.invalid(error), 422


@app.errorhandler(HTTPException)
def refused(error):
    return answers.refusal(error.description), error.code
