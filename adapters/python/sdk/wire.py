"""Lines of JSON-RPC on descriptors that stray output cannot reach."""

import json
import math
import os
import threading

from . import errors

MAXIMUM_BYTES = 16 << 20
"""What a line may have without its end."""

MAXIMUM_DEPTH = 512
"""How many levels of arrays and objects it may have."""


def claim_stdout():
    """Returns a descriptor for messages; from now on descriptor 1 is standard error (rule T2)."""
    wire = os.dup(1)
    os.dup2(2, 1)
    return wire


def parse(line):
    """The message in a line, or a ProtocolError when it is none."""
    try:
        message = _json(line)
    except (ValueError, RecursionError) as error:
        raise errors.ProtocolError(errors.PARSE_ERROR, f"the line is not JSON: {error}") from error
    if not isinstance(message, dict) or not ({"method", "result", "error"} & message.keys()):
        raise errors.ProtocolError(errors.INVALID_REQUEST, "the line is not a JSON-RPC message")
    if "method" in message:
        if not isinstance(message["method"], str):
            raise errors.ProtocolError(errors.INVALID_REQUEST, "the method is not a string")
        if type(message.get("id")) not in (str, int, float, type(None)):
            raise errors.ProtocolError(errors.INVALID_REQUEST, "the id is no string, no number and not null")
    return message


def _json(line):
    """The value of a line; numbers that no double holds are None."""
    if len(line) > MAXIMUM_BYTES:
        raise ValueError(f"it is longer than {MAXIMUM_BYTES >> 20} MiB")
    value = json.loads(line.decode(), parse_int=_integer, parse_float=_double, parse_constant=_no_number)
    if _depth(value) > MAXIMUM_DEPTH:
        raise ValueError(f"it has more than {MAXIMUM_DEPTH} levels of arrays and objects")
    return value


def _integer(text):
    return int(text) if len(text) < 20 else _double(text)  # Python makes no integers of thousands of digits


def _double(text):
    value = float(text)
    return value if math.isfinite(value) else None


def _no_number(text):
    raise ValueError(f"{text} is no number")


def _depth(value):
    depth, level = 0, [value]
    while level := [each for each in level if isinstance(each, (dict, list))]:
        depth += 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return depth


def serialise(message):
    """The message as a line, its end included."""
    text = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="backslashreplace") + b"\n"  # a lone surrogate has no other form


class LineFramer:
    """Cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out.

    A line that is too long is known by its length: of what is beyond the limit one byte is kept, or two.
    """

    def __init__(self):
        self._pending = bytearray()

    def feed(self, data):
        *ends, rest = data.split(b"\n")
        lines = []
        for end in ends:
            self._keep(end)
            lines.append(bytes(self._pending).removesuffix(b"\r"))
            self._pending = bytearray()
        self._keep(rest)
        return [line for line in lines if line]

    def _keep(self, data):
        self._pending += data[: MAXIMUM_BYTES + 2 - len(self._pending)]


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
