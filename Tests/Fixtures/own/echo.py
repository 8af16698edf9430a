"""A server that knows nothing of harness: it gives JSON back. Its port is its argument; it prints which it has, as 0 is any free one."""

import http.server
import json
import sys


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        try:
            self.answer(200, json.loads(self.body())) if self.path == "/json/small" else self.answer(404, None)
        except (ValueError, RecursionError):
            self.answer(400, "no JSON")

    def do_GET(self):
        self.answer(404, None)

    def body(self):
        if length := self.headers["Content-Length"]:
            return self.rfile.read(int(length))
        return b"".join(iter(self.chunk, b""))

    def chunk(self):
        chunk = self.rfile.read(int(self.rfile.readline(), 16))
        self.rfile.readline()
        return chunk

    def answer(self, status, value):
        body = json.dumps(value, allow_nan=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Echo)
print(server.server_port, flush=True)
server.serve_forever()
