"""The raw views: they answer without validating."""

import datetime
import uuid

from contract import answers, json_text, routes
from contract.fields import folded
from django.http import HttpRequest, JsonResponse
from django.urls import path as route
from django.views.decorators.http import require_GET, require_POST


def pairs(parameters):
    """Names and texts of a QueryDict."""
    return ((name, text) for name, texts in parameters.lists() for text in texts)


@require_POST
def json_body(request: HttpRequest):
    return JsonResponse(json_text.loads(request.body), safe=False)


def count(request: HttpRequest):
    """What a multipart form has; of one that is none, nothing."""
    sizes = [file.size for _, files in request.FILES.lists() for file in files]
    return answers.counted(sizes, len([*pairs(request.POST)]))


@require_POST
def multipart(request: HttpRequest):
    return JsonResponse(count(request))


@require_POST
def urlencoded(request: HttpRequest):
    return JsonResponse(folded(pairs(request.POST)))


@require_GET
def query(request: HttpRequest):
    return JsonResponse(folded(pairs(request.GET)))


@require_GET
def path(request: HttpRequest, **parameters):
    return JsonResponse(parameters)


@require_GET
def path_uuid(request: HttpRequest, text: str):
    return JsonResponse({"uuid": uuid.UUID(text)})


@require_GET
def path_date(request: HttpRequest, date: str):
    return JsonResponse({"date": datetime.date.fromisoformat(date)})


def urls(prefix, views):
    """Routes for the contract's paths, which Django has without the first slash."""
    return [route(prefix + each[1:], view) for each, view in views.items()]


urlpatterns = urls("", {
    **dict.fromkeys(routes.JSON, json_body),
    **dict.fromkeys(routes.MULTIPART, multipart),
    **dict.fromkeys(routes.FORM, urlencoded),
    **dict.fromkeys(routes.QUERY, query),
    **dict.fromkeys(routes.spelled(routes.TEXT_PATH, "<{}>"), path),
    "/path/int/<int:id>": path,
    "/path/uuid/<text>": path_uuid,  # Django's converter takes lower case only
    "/path/date/<date>": path_date,
})
