"""The {{language}} adapter of harness in one file, of the standard library alone: to go on with, or to translate into {{language}}.

The first part is what it declares; the others speak the protocol, whose rules have the names in parentheses.
"""

import os

WIRE = os.dup(1)
os.dup2(2, 1)  # whatever prints cannot get between the messages (T2)

import collections
import contextlib
import http.client
import itertools
import json
import math
import pathlib
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

# What it declares

PROGRAM = "python3"
COMMAND = [PROGRAM, "app.py"]
FOLDER = pathlib.Path(__file__).parent / "apps/http"
FRAMEWORK = {
    "name": "http",
    "description": "http.server of the standard library, a thread for each connection",
    "default": True,
    "deviations": [{
        "id": "not-written-yet",
        "description": "The app does not serve these workloads yet.",
        "workloads": [{{unserved}}],
    }],
}


def runtime():
    return {"name": "CPython", "version": version([PROGRAM, "--version"]), "path": shutil.which(PROGRAM)}


def versions():
    number = runtime()["version"]
    return {"runtime": f"CPython {number}", "framework": f"http.server {number}", "server": f"http.server {number}"}


def version(command):
    """The first number with a point in it that a command prints, so that versions are those of what is run (I2, P2)."""
    try:
        with spawning:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        printed = process.communicate()[0].decode(errors="replace")
    except OSError as error:
        printed = error.strerror
    if found := re.search(r"\d+(\.\d+)+", printed):
        return found[0]
    raise Failure(PREPARE_FAILED, f"`{' '.join(command)}` tells no version", hint="apt-get install python3", stderr=printed.splitlines()[-20:])


# Messages: a line of JSON each

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


def integer(digits):
    return int(digits) if len(digits) < 20 else double(digits)


def double(digits):
    number = float(digits)
    return number if math.isfinite(number) else None


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def depth(value):
    levels, level = 0, [value]
    while level := [each for each in level if isinstance(each, (dict, list))]:
        levels += 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return levels


# Apps

PARENT, SESSION = 1, 3  # fields of /proc/<pid>/stat, counted from the one after the name (proc(5))
spawning = threading.Lock()
spawned = set()  # every app whose processes may live
apps = {}  # those that the host knows, by name


class App:
    """A process that serves, in a session of its own with all that it starts."""

    numbers = itertools.count(1)

    def __init__(self, params):
        self.name = str(next(App.numbers))
        self.tail = collections.deque(maxlen=20)
        listener = listen(params.get("ports"))
        self.port = listener.getsockname()[1]
        descriptor, workers = str(listener.fileno()), str(params["workers"])
        handed = {"HARNESS_LISTEN_FD": descriptor, "PORT": str(self.port), "HARNESS_WORKERS": workers}
        pinning = ["taskset", "-c", ",".join(map(str, params["cpus"]))] if params["cpus"] else []
        self.began = time.monotonic_ns()
        with listener:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *pinning, *COMMAND],
                cwd=FOLDER, env={**os.environ, **handed}, pass_fds=[listener.fileno()], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
        self.reader = threading.Thread(target=self.read_output, daemon=True)
        self.reader.start()

    def read_output(self):
        for line in self.process.stdout:
            self.tail.append(line.decode(errors="replace").rstrip("\n"))

    def last_lines(self):
        self.reader.join(timeout=0.2)
        return list(self.tail)

    def wait_for_health(self, nanoseconds):
        """How long it took; raises startFailed when it did not come to be (S4, S5)."""
        while self.process.poll() is None and time.monotonic_ns() - self.began < nanoseconds:
            if self.is_healthy():
                return time.monotonic_ns() - self.began
            time.sleep(0.005)
        end([self])
        raise Failure(START_FAILED, "the app ended, or was not healthy in time", stderr=self.last_lines())

    def is_healthy(self):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)) as connection:
            try:
                connection.request("GET", "/health")
                return connection.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False

    def ending(self):
        code = self.process.returncode
        return {"exitCode": code if code >= 0 else None, "signal": -code if code < 0 else None}


def listen(ports):
    """A socket on the first free port of the range, or on any (S1)."""
    for port in range(ports["first"], ports["last"] + 1) if ports else [0]:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(4096)
            return listener
        except OSError:
            listener.close()
    raise Failure(PORT_RANGE_FULL, f"no port of {ports or 'all'} is free", hint="give a wider --ports range, or leave it out")


def watch(app):
    """Tells when it ends unasked (N1)."""
    app.process.wait()
    if apps.pop(app.name, None):
        end([app], grace_seconds=0)
        send({"method": "app/exited", "params": {"app": app.name, **app.ending(), "stderr": app.last_lines()}})


def end(ended, grace_seconds=2):
    """SIGTERM to their groups, and SIGKILL to whatever is left after the grace (E1)."""

    def left():
        return [pid for app in ended for pid in living(SESSION, app.process.pid)]

    for app in ended:
        kill(-app.process.pid, signal.SIGTERM)
    deadline = time.monotonic() + grace_seconds
    while left() and time.monotonic() < deadline:
        time.sleep(0.01)
    kill_all(left)
    for app in ended:
        app.process.wait()
        spawned.discard(app)


def living(field, number):
    """The processes that have a number in a field, but for zombies."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[field]) == number and fields[0] not in "ZX":
                found.append(int(stat.parent.name))
    return found


def kill_all(find):
    """Until none is found: a process lives on for a while after its SIGKILL."""
    while pids := find():
        for pid in pids:
            kill(pid, signal.SIGKILL)
        time.sleep(0.001)


def kill(pid, number):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


# Requests

def initialize(params):
    offered = params["protocolVersions"]
    if not is_counts(offered):
        raise ValueError("protocolVersions must be an array of integers")
    if 1 not in offered:
        raise Failure(UNSUPPORTED_VERSION, "this adapter speaks version 1")
    os.environ["HARNESS_WORKLOADS"] = params.get("workloads") or ""  # which apps inherit (I5)
    about = {"adapter": {"name": "{{name}}", "version": "1"}, "runtime": runtime()}
    return {"protocolVersion": 1, **about, "frameworks": [FRAMEWORK], "metrics": []}


def prepare(params):
    """Nothing is installed or built, so that it is quick (P1)."""
    check_framework(params)
    began = time.monotonic_ns()
    return {"versions": versions(), "durationNanoseconds": time.monotonic_ns() - began}


def start(params):
    check_framework(params)
    check_start(params)
    made_of = versions()
    with spawning:
        app = App(params)
        spawned.add(app)
    startup = app.wait_for_health(params["healthTimeoutNanoseconds"])
    apps[app.name] = app
    threading.Thread(target=watch, args=[app], daemon=True).start()
    return {
        "app": app.name, "address": {"host": "127.0.0.1", "port": app.port}, "pid": app.process.pid,
        "versions": made_of, "startupNanoseconds": startup,
    }


def stop(params):
    app = find(params, apps.pop)
    end([app])
    return app.ending()


def read_metrics(params):
    find(params, apps.get)
    return {"values": {}, "unavailable": {}}


def shut_down(params):
    apps.clear()
    end(list(spawned))
    return {}


METHODS = {
    "initialize": initialize, "app/prepare": prepare, "app/start": start, "app/stop": stop,
    "metrics/read": read_metrics, "shutdown": shut_down,
}


def find(params, look_up):
    name = text(params, "app")
    if app := look_up(name, None):
        return app
    raise Failure(UNKNOWN_APP, f"no app {name} runs")


def check_framework(params):
    if text(params, "framework") != FRAMEWORK["name"]:
        raise Failure(UNKNOWN_FRAMEWORK, "there is no such framework", hint=f"there is {FRAMEWORK['name']}")


def check_start(params):
    """Raises before anything is started."""
    ports, flags = params.get("ports"), [params.get("agents"), params.get("profiler")]
    rules = {
        "workers must be a positive integer": is_count(params["workers"]) and params["workers"] > 0,
        "cpus must be an array of integers": is_counts(params["cpus"]),
        "ports must have a first and a last": ports is None or (isinstance(ports, dict) and is_counts([ports["first"], ports["last"]], 65535)),
        "healthTimeoutNanoseconds must be an integer": is_count(params["healthTimeoutNanoseconds"]),
        "agents and profiler must be true or false": all(isinstance(flag, (bool, type(None))) for flag in flags),
    }
    for rule, is_kept in rules.items():
        if not is_kept:
            raise ValueError(rule)


def text(params, name):
    if not isinstance(params[name], str):
        raise ValueError(f"{name} must be a text")
    return params[name]


def is_count(value, most=2**53):
    return type(value) is int and 0 <= value <= most


def is_counts(values, most=2**53):
    return isinstance(values, list) and all(is_count(value, most) for value in values)


# The conversation: one thread reads lines, the other answers them one after another (T4)

lines = queue.SimpleQueue()


def read_lines():
    for line in sys.stdin.buffer:
        if line := line.removesuffix(b"\n").removesuffix(b"\r"):
            lines.put(line)
    with spawning:  # the input has ended, and with it ends all that was started, whatever is being done (T5)
        apps.clear()
        end(list(spawned), grace_seconds=1)
        kill_all(lambda: living(PARENT, os.getpid()))
        os._exit(0)


def answer(line):
    identity = method = None
    try:
        message = parse(line)
        if not {"method", "id"} <= message.keys():
            return  # an answer or a notification, for which nobody waits
        identity, method, params = message["id"], message["method"], message.get("params") or {}
        if method not in METHODS:
            raise Failure(METHOD_NOT_FOUND, f"unknown method {method}")
        if not isinstance(params, dict):
            raise Failure(INVALID_PARAMS, "params must be an object")
        reply = {"result": METHODS[method](params)}
    except Failure as failure:
        reply = {"error": failure.error}
    except Exception as error:  # which does not end the adapter
        is_of_parameters = isinstance(error, (KeyError, TypeError, ValueError))
        reply = {"error": {"code": INVALID_PARAMS if is_of_parameters else INTERNAL_ERROR, "message": repr(error)}}
    send({"id": identity, **reply})
    if method == "shutdown":
        os._exit(0)


if os.isatty(0):
    print("the {{language}} adapter of harness: speaks JSON-RPC on a pipe", file=sys.stderr)
    sys.exit(2)
threading.Thread(target=read_lines, daemon=True).start()
while True:
    answer(lines.get())
