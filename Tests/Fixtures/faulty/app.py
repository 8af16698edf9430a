"""Serves /json/small, raw and validated, wrong in the way its argument says: on the socket in HARNESS_LISTEN_FD, or on a
port of its own, which it prints."""

import http.server
import json
import os
import socket
import sys
import threading
import time

MODE = sys.argv[1]
cached = {}
leaked = []
foreground = None  # the process that started this one, while it goes into the background
loaded = 0.0  # seconds that bodies have come
last_post = None  # when the last one came, on the monotonic clock


def seconds_loaded():
    """What is between two bodies counts as a twentieth of a second at the most: apps rest while others have their turns."""
    global loaded, last_post
    now = time.monotonic()
    loaded += min(now - (last_post or now), 0.05)
    last_post = now
    return loaded


def fail_when_due():
    """Faults that show under load only: verification lasts far below these times."""
    if MODE == "dies-in-warmup" and seconds_loaded() > 0.3 or MODE == "dies-in-measurement" and seconds_loaded() > 2:
        os.write(2, b"out of luck\n")  # in one piece, whatever other threads write
        os._exit(3)
    if MODE == "hangs" and seconds_loaded() > 0.3:
        threading.Event().wait()


def refuse(constant):
    raise ValueError(constant)


def problem(value):
    rules = {"id": int, "name": str, "active": bool, "count": int, "tags": list}
    if not isinstance(value, dict) or set(value) != set(rules):
        return True
    if any(type(value[name]) is not kind for name, kind in rules.items()):
        return True
    numbers = all(0 <= value[name] < 2**53 for name in ("id", "count"))
    tags = all(isinstance(tag, str) and 1 <= len(tag) <= 40 for tag in value["tags"]) and len(value["tags"]) <= 50
    return not (numbers and tags and 1 <= len(value["name"]) <= 100)


def go_into_background():
    """Leaves a process to whoever takes orphans, when its first request is there and its parent has nothing more to wait for."""
    global foreground
    refuse_others(b"daemonises")
    reader, writer = os.pipe()
    if os.fork():
        os.read(reader, 1)
        os._exit(0)
    os.setsid()
    foreground = (os.getppid(), writer)


HELPER = """
import time
end = time.monotonic() + 600
while time.monotonic() < end:
  pause = time.monotonic() + 0.003
  while time.monotonic() < pause: pass
  time.sleep(0.007)
"""


def leave_helper():
    """Starts a process that works a third of the time and has nothing by which one could know whose it is."""
    refuse_others(b"faulty-helper")
    if os.fork():
        os.wait()
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)
    os.closerange(3, 1024)
    os.execve(sys.executable, [sys.executable, "-c", HELPER, "faulty-helper"], {})


def refuse_others(last_word):
    """Ends this app if there is another process whose command ends with that word."""
    for process in os.listdir("/proc"):
        if not process.isdigit() or int(process) == os.getpid():
            continue
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if words[-2:] == [last_word, b""]:
            sys.exit(f"process {process} is still there")


def leave_foreground():
    global foreground
    parent, writer = foreground
    foreground = None
    os.write(writer, b"x")
    while os.getppid() == parent:
        time.sleep(0.001)
    time.sleep(0.2)  # until whoever waits for the parent knows


class Handler(http.server.BaseHTTPRequestHandler):
    disable_nagle_algorithm = True  # head and body are two writes
    protocol_version = "HTTP/1.1"

    def answer(self, status, value, raw=None):
        body = raw if raw is not None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if MODE == "content-type" else "application/json")
        self.send_header("Content-Length", str(len(body)))
        if MODE == "closes":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if foreground:
            leave_foreground()
        self.answer(*((200, {"status": "ok"}) if self.path == "/health" else (404, {})))

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        whole = b""
        while size := int(self.rfile.readline(), 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def do_POST(self):
        body = self.body()
        fail_when_due()
        if MODE == "leaks":
            leaked.append(b"x" * 10_000)
        if MODE == "answers-503" and seconds_loaded() > 0.3:
            return self.answer(503, {"error": "busy"})
        try:
            value = json.loads(body, parse_constant=refuse)
        except (ValueError, RecursionError):
            return self.answer(500 if MODE == "crashes-on-malformed" else 400, {"error": "malformed"})
        if self.path.startswith("/validated") and MODE != "accepts-anything" and problem(value):
            return self.answer(422, {"error": "invalid"})
        if MODE == "caches":
            value = cached.setdefault(self.path, value)
        if MODE == "drops-a-field":
            value = {name: value[name] for name in value if name != "count"}
        if MODE == "string-for-number":
            value = {**value, "id": str(value["id"])}
        self.answer(200, value, raw=body if MODE == "echoes-bytes" else None)

    def log_message(self, *arguments):
        pass


if MODE == "does-not-start":
    sys.exit("the database is not there")
if MODE == "daemonises":
    go_into_background()
if MODE == "detaches":
    if os.fork():
        os._exit(0)
    os.setsid()
    threading.Event().wait()
if MODE == "leaves-helpers":
    leave_helper()
if MODE == "never-healthy":
    threading.Event().wait()
http.server.ThreadingHTTPServer.request_queue_size = 128  # 5 are too few for a load's connections on a busy machine
inherited = os.environ.get("HARNESS_LISTEN_FD")
http.server.ThreadingHTTPServer.request_queue_size = 128  # five, its own, drops connections of a load
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=inherited is None)
if inherited is None:
    print(server.server_port, flush=True)
else:
    server.socket.close()
    server.socket = socket.socket(fileno=int(inherited))
server.serve_forever()
