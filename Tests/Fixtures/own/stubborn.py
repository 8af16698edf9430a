"""A server that answers from a child process; both do not hear SIGTERM. Prints what it finds in its environment."""

import http.server
import os
import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
for name in ["PORT", "HARNESS_WORKERS", "COLOUR"]:
    print(name, os.environ.get(name), flush=True)
if os.fork() == 0:
    http.server.test(http.server.SimpleHTTPRequestHandler, port=int(os.environ["PORT"]), bind="127.0.0.1")
signal.pause()
