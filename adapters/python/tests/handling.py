"""A FastAPI app whose handlers and results take a known time, called without a server; for tests."""

import asyncio
import json
import sys
import time

import fastapi
import pydantic
from fastapi.responses import PlainTextResponse

MILLISECONDS = 20

app = fastapi.FastAPI()


class Slow(dict):
    """A result that takes its time to be encoded."""

    def items(self):
        time.sleep(MILLISECONDS / 1000)
        return super().items()


class Model(pydantic.BaseModel):
    number: int

    @pydantic.field_serializer("number")
    def slowly(self, number: int) -> int:
        time.sleep(MILLISECONDS / 1000)
        return number


@app.get("/awaiting")
async def awaiting():
    await asyncio.sleep(MILLISECONDS / 1000)
    return {}


@app.get("/spinning")
def spinning():
    end = time.monotonic() + MILLISECONDS / 1000
    while time.monotonic() < end:
        pass
    return {}


@app.get("/encoded")
async def encoded():
    return Slow(number=1)


@app.get("/modelled")
async def modelled() -> Model:
    return Model(number=1)


@app.get("/text", response_class=PlainTextResponse)
async def text():
    return PlainTextResponse("text")


@app.get("/failing")
async def failing():
    raise fastapi.HTTPException(404)


async def get(path):
    """The status of the app's answer."""
    statuses = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        statuses.append(message.get("status"))

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    await app(scope, receive, send)
    return statuses[0]


async def get_often(path, count):
    """Gets one after the other; the time it took."""
    begin = time.monotonic_ns()
    for _ in range(count):
        assert await get(path) == (404 if path == "/failing" else 200)
    return time.monotonic_ns() - begin


async def main(path, count, pause):
    """Gets and, after a pause of some seconds if there is one, gets as often again; prints the time of the first ones."""
    took = await get_often(path, int(count))
    if float(pause) > 0:
        await asyncio.sleep(float(pause))
        await get_often(path, int(count))
    print(json.dumps(took))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
