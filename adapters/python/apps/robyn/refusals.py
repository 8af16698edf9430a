"""Answers what a body or its rules refuse."""

from contract import answers
from pydantic import ValidationError
from robyn import Headers, Response, jsonify

JSON = Headers({"Content-Type": "application/json"})


def refused(error: Exception):
    """A router's handler of exceptions."""
    if isinstance(error, ValidationError):
        return Response(422, JSON, jsonify(answers.invalid(error)))
    if isinstance(error, answers.MALFORMED):
        return Response(400, JSON, jsonify(answers.malformed(error)))
    raise error
