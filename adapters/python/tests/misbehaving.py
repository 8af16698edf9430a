"""An adapter of frameworks that misbehave; `hung` is healthy and ignores SIGTERM."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from sdk import wire

descriptor = wire.claim_stdout()

from sdk.server import Server

HUNG = r"""
import os, signal, socket
signal.signal(signal.SIGTERM, signal.SIG_IGN)
listener = socket.socket(fileno=int(os.environ["HARNESS_LISTEN_FD"]))
while True:
    client, _ = listener.accept()
    client.recv(999)
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    client.close()
"""


class Framework:
    description, deviations = "misbehaves", []

    def __init__(self, *command):
        self._command = command

    def prepare(self, progress):
        return {}

    def launch(self):
        return {"command": self._command}


frameworks = {
    "broken": Framework("sh", "-c", "seq 30 >&2; exit 3"),
    "deaf": Framework("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"),
    "hung": Framework(sys.executable, "-c", HUNG),
}
Server("test", "1", {}, frameworks, descriptor).run()
