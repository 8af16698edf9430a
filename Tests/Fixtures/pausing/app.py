"""Serves /json/small in one thread, on the socket in HARNESS_LISTEN_FD. With `collects` a heap of many objects is collected
about twice a second, which takes more than 50 ms; otherwise nothing ever is."""

import asyncio
import gc
import json
import os
import socket
import sys

gc.disable()
heap = [[number] for number in range(600_000)] if sys.argv[1] == "collects" else []


def collect():
    gc.collect()
    asyncio.get_running_loop().call_later(0.4, collect)


def refuse(constant):
    raise ValueError(constant)


def answer(method, path, body):
    """The status and the value."""
    if path == "/health":
        return 200, {"status": "ok"}
    if (method, path) != ("POST", "/json/small"):
        return 404, {}
    try:
        return 200, json.loads(body, parse_constant=refuse)
    except (ValueError, RecursionError):
        return 400, {"error": "malformed"}


async def read_body(reader, fields):
    if fields.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(fields.get("content-length", 0)))
    whole = b""
    while size := int(await reader.readline(), 16):
        whole += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return whole


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, path, _ = head[0].split(" ")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            status, value = answer(method, path, await read_body(reader, fields))
            body = json.dumps(value).encode()
            head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + (b"" if method == "HEAD" else body))
            if fields.get("connection") == "close":
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the client has gone
    finally:
        writer.close()


async def main():
    listener = socket.socket(fileno=int(os.environ["HARNESS_LISTEN_FD"]))
    server = await asyncio.start_server(serve, sock=listener)
    if heap:
        collect()
    await server.serve_forever()


asyncio.run(main())
