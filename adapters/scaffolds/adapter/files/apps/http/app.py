"""The workload app: GET /health and POST /json/small, by the standard library alone."""

import ctypes
import http.server
import json
import os
import signal
import socket

PR_SET_PDEATHSIG = 1


def health(body):
    return {"status": "ok"}


def json_body(body):
    return json.loads(body, parse_constant=refuse)


def refuse(constant):
    """NaN and Infinity, which Python takes."""
    raise ValueError(f"{constant} is no JSON")


ROUTES = {
    ("GET", "/health"): health,
    ("POST", "/json/small"): json_body,
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of an answer leave together

    def answer_request(self):
        body = self.read_body()
        route = ROUTES.get((self.command, self.path.partition("?")[0]))
        if not route:
            return self.answer(404, {"error": "there is no such route"})
        try:
            self.answer(200, route(body))
        except (ValueError, RecursionError) as error:
            self.answer(400, {"error": f"the body is not JSON: {error}"})

    do_GET = do_HEAD = do_POST = answer_request

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        """Requests are not logged."""


def fork_workers(count):
    """Makes this process one of `count` that do the same, of which the others die with it."""
    first = os.getpid()
    for _ in range(count - 1):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != first:  # it was killed before this
                os._exit(1)
            return


server = http.server.ThreadingHTTPServer(None, Handler, bind_and_activate=False)
server.socket.close()
server.socket = socket.socket(fileno=int(os.environ["HARNESS_LISTEN_FD"]))
fork_workers(int(os.environ["HARNESS_WORKERS"]))
server.serve_forever()
