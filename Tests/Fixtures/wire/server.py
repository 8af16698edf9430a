"""A server that keeps what it is sent: server.py FILE; prints its port, and appends a JSON line to FILE for each request before it
answers with 200: the connection's number, the head as it came, and the body's bytes as they came, chunks and all."""

import itertools
import json
import socket
import sys
import threading

kept = open(sys.argv[1], "a", buffering=1)
lock = threading.Lock()


def framed_body(file, head):
    fields = dict(line.lower().split(":", 1) for line in head.split("\r\n")[1:] if ":" in line)
    if fields.get("transfer-encoding", "").strip() == "chunked":
        body = b""
        while not body.endswith(b"0\r\n\r\n"):
            body += file.readline()
        return body
    return file.read(int(fields.get("content-length", 0)))


def serve(peer, number):
    file = peer.makefile("rb")
    with peer:
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = file.readline()
                if not line:
                    return
                head += line
            text = head.decode("latin-1")
            body = framed_body(file, text)
            with lock:
                print(json.dumps({"connection": number, "head": text, "body": body.decode("latin-1")}), file=kept)
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


listener = socket.create_server(("127.0.0.1", 0), backlog=128)
print(listener.getsockname()[1], flush=True)
for number in itertools.count():
    threading.Thread(target=serve, args=(listener.accept()[0], number), daemon=True).start()
