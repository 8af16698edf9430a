"""A server with the habit that its first argument names, on a port of its own, which it prints."""

import codecs
import itertools
import socket
import sys
import threading
import time

HABIT = sys.argv[1]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n" + b'{"status":"ok"}'
REDIRECT = b"HTTP/1.1 302 Found\r\nLocation: there?a=1\r\nContent-Length: 0\r\n\r\n"
numbers = itertools.count()


def heads(peer):
    """The request lines that come; requests have no bodies."""
    file = peer.makefile("rb")
    while line := file.readline():
        while file.readline().strip():
            pass
        yield line.decode("latin-1")


def serve(peer):
    for line in heads(peer):
        if HABIT == "answers":  # with the text that the second argument is
            peer.sendall(codecs.decode(sys.argv[2], "unicode_escape").encode("latin-1"))
        elif HABIT == "redirects":  # every second request, to where it answers
            peer.sendall(REDIRECT if "/there" not in line and next(numbers) % 2 else OK)
        elif HABIT == "takes-time":
            time.sleep(0.5)
            peer.sendall(OK)
        elif HABIT == "chatters":  # some time after each answer
            peer.sendall(OK)
            time.sleep(0.1)
            peer.sendall(b"more")
        else:
            peer.sendall(OK)
    peer.close()


def serve_quietly(peer):
    try:
        serve(peer)
    except OSError:
        pass


def queued(listener):
    """How many connections wait to be accepted (proc_net_tcp)."""
    port = f":{listener.getsockname()[1]:04X}"
    with open("/proc/net/tcp") as file:
        fields = [line.split() for line in file]
    return next(int(each[4].split(":")[1], 16) for each in fields if each[1].endswith(port) and each[3] == "0A")


if HABIT == "accepts-none":  # its queue is full, so that the kernel answers nobody
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = socket.create_connection(listener.getsockname())
    while queued(listener) == 0:
        time.sleep(0.01)
    print(listener.getsockname()[1], flush=True)
    threading.Event().wait()

listener = socket.create_server(("127.0.0.1", 0), backlog=128)
print(listener.getsockname()[1], flush=True)
kept = []
while True:
    kept.append(listener.accept()[0])
    threading.Thread(target=serve_quietly, args=(kept[-1],), daemon=True).start()
