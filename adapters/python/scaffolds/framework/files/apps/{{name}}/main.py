"""The workload contract, as far as it is written: GET /health and POST /json/small."""

import json

from contract import answers, json_text


async def body(receive):
    """The whole body of a request, however it comes."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def health(receive):
    return 200, {"status": "ok"}


async def json_body(receive):
    try:
        return 200, json_text.loads(await body(receive))
    except answers.MALFORMED as error:
        return 400, answers.malformed(error)


async def unknown(receive):
    return 404, answers.refusal("there is no such route")


ROUTES = {
    ("GET", "/health"): health,
    ("POST", "/json/small"): json_body,
}


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    handler = ROUTES.get((scope["method"], scope["path"]), unknown)
    status, value = await handler(receive)
    text = json.dumps(value).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(text))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
