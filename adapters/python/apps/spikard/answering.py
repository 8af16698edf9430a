"""Routes of Spikard's core, whose handlers take a request and return an answer, both as dictionaries.

Handlers with typed parameters would get texts of forms and queries as the core guesses their types: `007` as 7.
"""

import functools
import json

from contract import answers
from pydantic import ValidationError
from spikard.service import Method, RouteBuilder

TEXTS = json.dumps({"type": "object", "properties": {}})
"""A schema of parameters, for which the core keeps their texts."""


class Refusal(Exception):
    """What an app refuses by itself."""


def answering(handler):
    """The handler with refusals for what it raises."""

    @functools.wraps(handler)
    def answer(request):
        try:
            return _answer(handler(request))
        except ValidationError as error:
            return _answer(answers.invalid(error), 422)
        except answers.MALFORMED as error:
            return _answer(answers.malformed(error), 400)
        except Refusal as refusal:
            return _answer(answers.refusal(str(refusal)), 422)

    return answer


def _answer(content, status=200):
    return {"content": content, "status_code": status, "headers": {"content-type": "application/json"}}


def take(app, path, handler):
    """Declares a route that has a body."""
    app.register_route(RouteBuilder.new(Method.POST, path).sync(), answering(handler))


def read(app, path, handler):
    """Declares a route that has parameters."""
    app.register_route(RouteBuilder.new(Method.GET, path).params_schema_json(TEXTS).sync(), answering(handler))
