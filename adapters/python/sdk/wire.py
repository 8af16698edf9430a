"""Lines of JSON-RPC on descriptors that stray output cannot reach."""

import json
import os
import threading

from . import errors


def claim_stdout():
    """Returns a descriptor for messages; from now on descriptor 1 is standard error (rule T2)."""
    wire = os.dup(1)
    os.dup2(2, 1)
    return wire


def parse(line):
    """The message in a line, or a ProtocolError when it is none."""
    try:
        message = json.loads(line)
    except ValueError as error:
        raise errors.ProtocolError(errors.PARSE_ERROR, f"the line is not JSON: {error}") from error
    if not isinstance(message, dict) or not ({"method", "result", "error"} & message.keys()):
        raise errors.ProtocolError(errors.INVALID_REQUEST, "the line is not a JSON-RPC message")
    if "method" in message and not isinstance(message["method"], str):
        raise errors.ProtocolError(errors.INVALID_REQUEST, "the method is not a string")
    return message


def serialise(message):
    """The message as a line, its end included."""
    text = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


class LineFramer:
    """Cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out."""

    def __init__(self):
        self._pending = bytearray()

    def feed(self, data):
        self._pending += data
        *lines, self._pending = self._pending.split(b"\n")
        return [bytes(line).rstrip(b"\r") for line in lines if line.rstrip(b"\r")]


class Writer:
    """Writes messages whole, from any thread."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def send(self, message):
        data = memoryview(serialise(message))
        with self._lock:
            while data:
                data = data[os.write(self._descriptor, data) :]

    def notify(self, method, params):
        try:
            self.send({"method": method, "params": params})
        except OSError:
            pass  # the host is gone; the end of our input says so too
