"""The workload app: workers that serve the contract on the socket in HARNESS_LISTEN_FD, and a root that watches them.

    app.py WORKERS BREAKAGE [ill-at-first]
"""

import collections
import contextlib
import ctypes
import json
import os
import pathlib
import signal
import socket
import sys
import threading
import time

import contract

WORKERS, BREAKAGE = int(sys.argv[1]), sys.argv[2]
ill = 3 if "ill-at-first" in sys.argv else 0
PR_SET_PDEATHSIG = 1


def main():
    listener = socket.socket(fileno=int(os.environ["HARNESS_LISTEN_FD"]))
    root = os.getpid()
    workers = [pid for _ in range(WORKERS) if (pid := fork(root, listener))]
    listener.close()
    signal.signal(signal.SIGTERM, lambda *_: end(workers, 0))
    pid, status = os.wait()
    end([each for each in workers if each != pid], os.WTERMSIG(status))


def end(workers, number):
    """Ends as the worker did that ended, so that whoever waits for the root learns how."""
    for pid in workers:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    if number:
        os.kill(os.getpid(), number)
    os._exit(0)


def fork(root, listener):
    """The worker's number, in the root."""
    if pid := os.fork():
        return pid
    if BREAKAGE != "S3-outlives-its-adapter":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != root:
            os._exit(0)
    if folder := os.environ.get("PROFILE_FOLDER"):
        threading.Thread(target=sample, args=[pathlib.Path(folder)], daemon=True).start()
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=[connection], daemon=True).start()


def sample(folder):
    """Counts stacks as long as the folder says so, and writes them down afterwards."""
    own, stacks = threading.get_ident(), None
    while True:
        time.sleep(0.01)
        if (folder / "on").exists():
            stacks = collections.Counter() if stacks is None else stacks
            for thread, frame in sys._current_frames().items():
                if thread != own:
                    stacks[stack(frame)] += 1
        elif stacks is not None:
            text = "".join(f"{name} {count}\n" for name, count in stacks.items())
            part = folder / f"{os.getpid()}.part"
            part.write_text(text)
            part.rename(folder / str(os.getpid()))
            stacks = None


def stack(frame):
    frames = []
    while frame:
        frames.append(f"{frame.f_code.co_name} ({pathlib.Path(frame.f_code.co_filename).name})")
        frame = frame.f_back
    return ";".join(reversed(frames))


def serve(connection):
    """Requests of one connection, until it is closed."""
    with connection, connection.makefile("rb") as stream:
        while words := stream.readline().split():
            method, target = (word.decode("latin-1") for word in words[:2])
            headers = {}
            while line := stream.readline().strip():
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            if BREAKAGE == "S2-logs-requests":
                print(method, target, flush=True)
            if method == "GET" and target.startswith("/sse?"):
                send_events(connection, target, headers)
                continue
            try:
                status, value = respond(method, target, headers, read_body(stream, headers))
            except contract.Refusal as refusal:
                status, value = 400, {"error": str(refusal)}
            connection.sendall(response(method, status, value))
            if headers.get("connection", "").lower() == "close":
                return


def send_events(connection, target, headers):
    """The contract's event stream, in chunks, until it ends or its reader is gone."""
    query = dict(pair.split("=") for pair in target.partition("?")[2].split("&"))
    last = 0 if BREAKAGE == "W5-begins-anew" else int(headers.get("last-event-id", 0))
    held = b"HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    with contextlib.suppress(OSError):
        for number in range(last + 1, int(query["events"]) + 1):
            if number > last + 1:
                time.sleep(int(query["interval_ms"]) / 1000)
            event = b'id: %d\nevent: tick\ndata: {"seq":%d}\n\n' % (number, number)
            held += b"%x\r\n%s\r\n" % (len(event), event)
            if BREAKAGE != "W5-collects-events":
                connection.sendall(held)
                held = b""
        connection.sendall(held + b"0\r\n\r\n")


def read_body(stream, headers):
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        if BREAKAGE == "W4-knows-no-chunks":
            raise contract.Refusal("a length is missing")
        while size := int(stream.readline(), 16):
            body += stream.read(size)
            stream.readline()
        stream.readline()
        return body
    return stream.read(int(headers.get("content-length", 0)))


def response(method, status, value):
    body = b"" if method == "HEAD" else json.dumps(value).encode()
    kind = "text/plain" if BREAKAGE == "W4-plain-text" else "application/json"
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def respond(method, target, headers, body):
    global ill
    if target == "/health":
        ill -= 1
        return (503, {}) if ill >= 0 else (200, {"status": "ok"})
    path, _, query = target.partition("?")
    is_validated = path.startswith("/validated/")
    found = contract.route(method, path.removeprefix("/validated"))
    if not found:
        return 404, {"error": "no such path"}
    endpoint, parameters = found
    if BREAKAGE == "W1-lacks-a-route" and is_validated and endpoint["name"] == "query-few":
        return 404, {"error": "no such path"}
    if BREAKAGE == "W3-accepts-anything" and is_validated:
        is_validated = is_right(endpoint, parameters, query, headers, body)
    value = contract.answer(endpoint, parameters, query, headers, body, is_validated)
    if BREAKAGE == "W2-drops-a-field" and not is_validated and isinstance(value, dict):
        value.pop("count", None)
    return 200, value


def is_right(*request):
    try:
        contract.answer(*request, True)
        return True
    except contract.Refusal:
        return False


main()
