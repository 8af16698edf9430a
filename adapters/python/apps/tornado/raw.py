"""The raw routes: they answer without validating."""

import datetime
import uuid

from contract import answers, json_text, routes
from contract.fields import folded
from handler import Handler, texts
from tornado.escape import json_encode


class JSONBody(Handler):
    def post(self):
        self.answer(json_encode(json_text.loads(self.request.body)))


def count(request):
    """What a multipart form has; of one that is none, nothing."""
    sizes = [len(file.body) for files in request.files.values() for file in files]
    return answers.counted(sizes, len(texts(request.body_arguments)))


class Multipart(Handler):
    def post(self):
        self.answer(json_encode(count(self.request)))


class Form(Handler):
    def post(self):
        self.answer(json_encode(folded(texts(self.request.body_arguments))))


class Query(Handler):
    def get(self):
        self.answer(json_encode(folded(texts(self.request.query_arguments))))


class Path(Handler):
    def get(self, **parameters):
        self.answer(json_encode(parameters))


class PathInt(Handler):
    def get(self, id):
        self.answer(json_encode({"id": int(id)}))


class PathUuid(Handler):
    def get(self, uuid_):
        self.answer(json_encode({"uuid": str(uuid.UUID(uuid_))}))


class PathDate(Handler):
    def get(self, date):
        self.answer(json_encode({"date": datetime.date.fromisoformat(date).isoformat()}))


ROUTES = [
    *((each, JSONBody) for each in routes.JSON),
    *((each, Multipart) for each in routes.MULTIPART),
    *((each, Form) for each in routes.FORM),
    *((each, Query) for each in routes.QUERY),
    *((each, Path) for each in routes.spelled(routes.TEXT_PATH, "(?P<{}>[^/]+)")),
    ("/path/int/([^/]+)", PathInt),
    ("/path/uuid/([^/]+)", PathUuid),
    ("/path/date/([^/]+)", PathDate),
]
