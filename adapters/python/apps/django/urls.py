"""The routes of the workload contract."""

import raw
import streams
import validated
from contract import answers
from django.http import JsonResponse
from django.urls import path


def health(request):
    return JsonResponse({"status": "ok"})


def bad_request(request, exception):
    return JsonResponse(answers.refusal("bad request"), status=400)


def not_found(request, exception):
    return JsonResponse(answers.refusal("not found"), status=404)


urlpatterns = [path("health", health), *raw.urlpatterns, *streams.urlpatterns, *validated.urlpatterns]
handler400 = bad_request
handler404 = not_found
