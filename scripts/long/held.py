"""Holds thousands of connections for a minute, and holds what came on them against what their server says it sent.

Usage: scripts/references/.venv/bin/python scripts/long/held.py HARNESS [SECONDS]
"""

import asyncio
import json
import subprocess
import sys
import urllib.request

import websockets

COUNTS = {"events": 0, "messages": 0}


async def serve_events(reader, writer):
    """GET /counts: what was sent so far; any other path: an event a second, /EVENTS of them."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:  # closed without a request
        return writer.close()
    path = head.split()[1].decode()
    if path == "/counts":
        body = json.dumps(COUNTS).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    else:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        loop = asyncio.get_running_loop()
        begin = loop.time()
        for number in range(1, int(path[1:]) + 1):
            await asyncio.sleep(begin + number - 1 - loop.time())
            writer.write(b'id: %d\nevent: tick\ndata: {"seq":%d}\n\n' % (number, number))
            COUNTS["events"] += 1
            await writer.drain()
    await writer.drain()
    writer.close()


async def serve_messages(connection):
    async for message in connection:
        COUNTS["messages"] += 1
        await connection.send(message)


async def serve():
    events = await asyncio.start_server(serve_events, "127.0.0.1", 0, backlog=4096)
    sockets = await websockets.serve(serve_messages, "127.0.0.1", 0, backlog=4096, compression=None)
    print(*(server.sockets[0].getsockname()[1] for server in [events, sockets]), flush=True)
    await asyncio.to_thread(sys.stdin.read)


class Proof:
    """The loads of one program on one server; `failed` once one of them was not as the server saw it."""

    def __init__(self, harness, server, seconds):
        self.failed = False
        self.harness, self.seconds = harness, seconds
        self.events, self.messages = map(int, server.stdout.readline().split())

    def counts(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.events}/counts") as answer:
            return json.load(answer)

    def load(self, *words):
        result = subprocess.run([self.harness, "load", "--json", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        figures = json.loads(result.stdout)
        return figures.get("load", figures), result.returncode

    def tell(self, what, expected, found):
        holds = expected == found
        self.failed |= not holds
        print(f"{'ok    ' if holds else 'FAILED'} {what}: {found}" + ("" if holds else f", expected {expected}"), flush=True)

    def hold_streams(self, connections):
        before = self.counts()["events"]
        url = f"http://127.0.0.1:{self.events}/{self.seconds}"
        load, status = self.load("--sse", "-c", str(connections), "-n", str(connections), "--timeout", "30", url)
        streams = load["streams"]
        found = {name: streams[name] for name in ["begun", "items", "open"]} | {"status": status, "answered": load["answered"]}
        sent = self.counts()["events"] - before
        whole = {"begun": connections, "items": sent, "open": 0, "status": 0, "answered": connections}
        self.tell(f"{connections} event streams for {self.seconds} s", whole, found)
        self.tell("events that the server sent", connections * self.seconds, sent)

    def hold_sockets(self, connections):
        before = self.counts()["messages"]
        url = f"ws://127.0.0.1:{self.messages}/"
        words = ["--message-bytes", "16", "--echo", "--rate", str(connections), "-c", str(connections), "-d", str(self.seconds)]
        load, status = self.load(*words, url)
        found = {"status": status, "handshakes": load["connections"]["open"], "answered": load["answered"]}
        whole = {"status": 0, "handshakes": connections, "answered": self.counts()["messages"] - before}
        self.tell(f"{connections} WebSockets for {self.seconds} s, a message a second on each", whole, found)


def main():
    if sys.argv[1:] == ["serve"]:
        return asyncio.run(serve())
    harness, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60
    server = subprocess.Popen(
        [sys.executable, __file__, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        proof = Proof(harness, server, seconds)
        for connections in [1000, 5000]:
            proof.hold_streams(connections)
            proof.hold_sockets(connections)
    finally:
        server.stdin.close()
        server.wait()
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(main())
