"""Serves event streams: /sse?events=N&interval_ms=M, from after Last-Event-ID on; /other is none, /never has no end,
/late sends all of it at its end, and /none is not there; /mute answers nothing, nor does /silent a
handshake."""
import http.server
import sys
import threading
import time
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        if url.path == "/silent" and self.headers.get("Upgrade"):
            return time.sleep(7)
        if url.path == "/mute":
            return time.sleep(60)
        if url.path in ["/none", "/silent"]:
            return self.send_error(404)
        kind = "text/plain" if url.path == "/other" else "text/event-stream; charset=utf-8"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        events = int(query.get("events", 3))
        cut = int(query.get("cut", events))
        start = int(self.headers.get("Last-Event-ID", 0))
        held = ""
        for number in range(start + 1, min(events, start + cut) + 1):
            if number > start + 1:
                time.sleep(float(query.get("interval_ms", 0)) / 1000)
            held += "id: %d\nevent: tick\ndata: {\"seq\":%d}\nretry: 20\n\n" % (number, number)
            if url.path != "/late":
                self.chunk(held)
                held = ""
        if held:
            self.chunk(held)
        while url.path == "/never":
            time.sleep(0.05)
            self.chunk(": still here\n\n")
        self.chunk("")

    def chunk(self, text):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(text), text.encode()))

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
