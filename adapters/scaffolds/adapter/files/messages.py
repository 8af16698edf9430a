"""Messages: a line of JSON each, on a wire that nothing else reaches."""

import os

WIRE = os.dup(1)
os.dup2(2, 1)  # whatever prints cannot get between the messages (T2)

import contextlib
import json
import math
import threading

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS, INTERNAL_ERROR = -32700, -32600, -32601, -32602, -32603
UNKNOWN_FRAMEWORK, PREPARE_FAILED, START_FAILED, PORT_RANGE_FULL, UNKNOWN_APP = -32001, -32002, -32003, -32004, -32005
UNSUPPORTED_VERSION = -32010
MAXIMUM_BYTES, MAXIMUM_DEPTH = 16 << 20, 512
sending = threading.Lock()


class Failure(Exception):
    """An error as it is answered."""

    def __init__(self, code, message, **data):
        super().__init__(message)
        self.error = {"code": code, "message": message, **({"data": data} if data else {})}


def send(message):
    """Writes it whole, from any thread."""
    line = json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
    with sending, contextlib.suppress(BrokenPipeError):  # nobody reads any more, and the input's end follows
        while line:
            line = line[os.write(WIRE, line) :]


def notify(method, params):
    send({"method": method, "params": params})


def parse(line):
    """The message in a line (T1, T6)."""
    try:
        if len(line) > MAXIMUM_BYTES:
            raise ValueError(f"it is longer than {MAXIMUM_BYTES >> 20} MiB")
        message = json.loads(line.decode(), parse_int=integer, parse_float=double, parse_constant=refuse)
        if depth(message) > MAXIMUM_DEPTH:
            raise ValueError(f"it has more than {MAXIMUM_DEPTH} levels of arrays and objects")
    except (ValueError, RecursionError) as error:
        raise Failure(PARSE_ERROR, f"the line is not JSON: {error}") from error
    if not isinstance(message, dict) or not {"method", "result", "error"} & message.keys():
        raise Failure(INVALID_REQUEST, "the line is no message")
    if "method" in message:
        if not isinstance(message["method"], str) or type(message.get("id")) not in (str, int, float, type(None)):
            raise Failure(INVALID_REQUEST, "the method is no text, or the id none of text, number and null")
    return message


def integer(text):
    return int(text) if len(text) < 20 else double(text)


def double(text):
    number = float(text)
    return number if math.isfinite(number) else None


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def depth(value):
    levels, level = 0, [value]
    while level := [each for each in level if isinstance(each, (dict, list))]:
        levels += 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return levels
