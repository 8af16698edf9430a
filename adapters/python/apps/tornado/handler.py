"""What all handlers have in common: answers and refusals in JSON."""

import json

from contract import answers
from pydantic import ValidationError
from tornado.web import HTTPError, RequestHandler


class Handler(RequestHandler):
    def answer(self, text):
        """Ends the request with a JSON text."""
        self.set_header("Content-Type", "application/json")
        self.finish(text)

    def write_error(self, status_code, exc_info=None, **kwargs):
        error = exc_info[1] if exc_info else None
        if isinstance(error, ValidationError):
            self.set_status(422)
            self.answer(json.dumps(answers.invalid(error)))
        elif isinstance(error, answers.MALFORMED):
            self.set_status(400)
            self.answer(json.dumps(answers.malformed(error)))
        else:
            self.answer(json.dumps(answers.refusal(self._reason)))

    def log_exception(self, kind, error, trace):
        if not isinstance(error, (HTTPError, *answers.MALFORMED)):
            super().log_exception(kind, error, trace)


class NotFound(Handler):
    def prepare(self):
        raise HTTPError(404)


def texts(arguments):
    """Names and texts of arguments, of which Tornado keeps the bytes."""
    return [(name, value.decode()) for name, values in arguments.items() for value in values]
