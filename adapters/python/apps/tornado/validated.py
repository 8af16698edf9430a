"""The validated routes: pydantic validates and serialises."""

import raw
from contract import routes
from handler import Handler, texts
from tornado.escape import json_encode
from tornado.web import HTTPError


class Validated(Handler):
    def initialize(self, model):
        self._model = model

    def answer_with(self, value):
        self.answer(value.model_dump_json(exclude_unset=True))


class JSONBody(Validated):
    def post(self):
        self.answer_with(self._model.model_validate_json(self.request.body))


class Multipart(Handler):
    def post(self):
        counted = raw.count(self.request)
        if counted["files_received"] == 0:
            raise HTTPError(422, reason="the form has no file")
        self.answer(json_encode(counted))


class Form(Validated):
    def post(self):
        self.answer_with(self._model.of(texts(self.request.body_arguments)))


class Query(Validated):
    def get(self):
        self.answer_with(self._model.of(texts(self.request.query_arguments)))


class Path(Validated):
    def get(self, **parameters):
        self.answer_with(self._model.model_validate(parameters))


def declared(handler, models):
    return ((f"/validated{each}", handler, {"model": model}) for each, model in models.items())


ROUTES = [
    *declared(JSONBody, routes.JSON),
    *((f"/validated{each}", Multipart) for each in routes.MULTIPART),
    *declared(Form, routes.FORM),
    *declared(Query, routes.QUERY),
    *declared(Path, routes.spelled(routes.PATH, "(?P<{}>[^/]+)")),
]
