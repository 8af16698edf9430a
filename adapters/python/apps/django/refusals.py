"""Answers what a body or its rules refuse."""

from contract import answers
from django.http import JsonResponse
from pydantic import ValidationError


class RefusalMiddleware:
    """Makes errors of parsing and validation answers in JSON."""

    def __init__(self, get_response):
        self._get_response = get_response

    def __call__(self, request):
        return self._get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, ValidationError):
            return JsonResponse(answers.invalid(error), status=422)
        if isinstance(error, answers.MALFORMED):
            return JsonResponse(answers.malformed(error), status=400)
        return None
