"""The workload contract with Bottle."""

import io
import json

import raw
import streams
import validated
from bottle import BaseRequest, Bottle, request, response
from contract import answers
from pydantic import ValidationError

BaseRequest.MEMFILE_MAX = 1 << 20  # of a body that is kept in memory, as of forms


class Refusals:
    """Makes answers of what models refuse; Bottle's own errors come to `refused`."""

    name = "refusals"
    api = 2

    def apply(self, callback, route):
        def answered(**parameters):
            try:
                return callback(**parameters)
            except ValidationError as error:
                response.status = 422
                return answers.invalid(error)
            except answers.MALFORMED as error:
                response.status = 400
                return answers.malformed(error)

        return answered


app = Bottle()


@app.hook("before_request")
def take_chunks_together():
    """gunicorn has read the chunks, which Bottle would look for again."""
    if "chunked" in request.environ.pop("HTTP_TRANSFER_ENCODING", "").lower():
        body = request.environ["wsgi.input"].read()
        request.environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}


app.install(Refusals())
app.get("/health", callback=lambda: {"status": "ok"})
raw.mount(app)
streams.mount(app)
validated.mount(app)


@app.error(400)
@app.error(404)
@app.error(405)
@app.error(413)
@app.error(422)
def refused(error):
    response.content_type = "application/json"
    return json.dumps(answers.refusal(error.body))
