"""The validated views: pydantic validates and serialises."""

import raw
from contract import answers, routes
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST


def answer(value):
    return HttpResponse(value.model_dump_json(exclude_unset=True), content_type="application/json")


def json_body(model):
    return require_POST(lambda request: answer(model.model_validate_json(request.body)))


@require_POST
def multipart(request: HttpRequest):
    counted = raw.count(request)
    if counted["files_received"] == 0:
        return JsonResponse(answers.refusal("the form has no file"), status=422)
    return JsonResponse(counted)


def form(model):
    return require_POST(lambda request: answer(model.of(raw.pairs(request.POST))))


def query(model):
    return require_GET(lambda request: answer(model.of(raw.pairs(request.GET))))


def path(model):
    return require_GET(lambda request, **parameters: answer(model.model_validate(parameters)))


urlpatterns = raw.urls("validated/", {
    **{each: json_body(model) for each, model in routes.JSON.items()},
    **dict.fromkeys(routes.MULTIPART, multipart),
    **{each: form(model) for each, model in routes.FORM.items()},
    **{each: query(model) for each, model in routes.QUERY.items()},
    **{each: path(model) for each, model in routes.spelled(routes.PATH, "<{}>").items()},
})
