"""The {{language}} adapter of harness, of the standard library alone: to go on with, or to translate into {{language}}.

The first part is what it declares; the others speak the protocol, whose rules have the names in parentheses.
"""

from messages import (  # before anything that prints (T2)
    INTERNAL_ERROR,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    PORT_RANGE_FULL,
    PREPARE_FAILED,
    START_FAILED,
    UNKNOWN_APP,
    UNKNOWN_FRAMEWORK,
    UNSUPPORTED_VERSION,
    Failure,
    notify,
    parse,
    send,
)

import collections
import errno
import http.client
import itertools
import os
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
PACKAGES = "apt-get install python3"
FRAMEWORK = {
    "name": "http",
    "description": "http.server of the standard library, a thread for each connection",
    "default": True,
    "deviations": [
        {
            "id": "not-written-yet",
            "description": "The app does not serve these workloads yet.",
            "workloads": [{{unserved}}],
        }
    ],
}


def runtime():
    return {"name": "CPython", "version": version([PROGRAM, "--version"]), "path": shutil.which(PROGRAM)}


def versions():
    number = runtime()["version"]
    return {"runtime": f"CPython {number}", "framework": f"http.server {number}", "server": f"http.server {number}"}


def version(command):
    """The first number with a point in it that a command prints, so that versions are those of what is run (I2, P2)."""
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        printed = result.stdout.decode(errors="replace")
    except OSError as error:
        printed = error.strerror
    if found := re.search(r"\d+(\.\d+)+", printed):
        return found[0]
    raise Failure(PREPARE_FAILED, f"`{' '.join(command)}` tells no version", hint=PACKAGES, stderr=printed.splitlines()[-20:])


# Apps

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
        environment = {
            "HARNESS_LISTEN_FD": str(listener.fileno()),
            "HARNESS_WORKERS": str(params["workers"]),
            "HARNESS_WORKLOADS": settings["workloads"],
            "PORT": str(self.port),
        }
        pinning = ["taskset", "-c", ",".join(map(str, params["cpus"]))] if params["cpus"] else []
        self.began = time.monotonic_ns()
        with listener:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *pinning, *COMMAND],
                cwd=FOLDER,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[listener.fileno()],
                start_new_session=True,
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
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

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
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise Failure(PORT_RANGE_FULL, f"no port from {ports['first']} to {ports['last']} is free", hint="give a wider range")


def watch(app):
    """Tells when it ends unasked (N1)."""
    app.process.wait()
    if apps.pop(app.name, None):
        end([app])
        notify("app/exited", {"app": app.name, **app.ending(), "stderr": app.last_lines()})


def end(ended, grace_seconds=2):
    """SIGTERM to their groups, and SIGKILL to whatever is left after the grace (E1)."""

    def left():
        return [pid for app in ended for pid in members(app.process.pid)]

    for app in ended:
        kill(-app.process.pid, signal.SIGTERM)
    deadline = time.monotonic() + grace_seconds
    while left() and time.monotonic() < deadline:
        time.sleep(0.01)
    while pids := left():
        for pid in pids:
            kill(pid, signal.SIGKILL)
        time.sleep(0.001)
    for app in ended:
        app.process.wait()
        spawned.discard(app)


def members(session):
    """The living processes of a session, from /proc/<pid>/stat: state, parent, group, session (proc(5))."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session, *_ = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(its_session) == session and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


def kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


# Requests

settings = {"workloads": ""}


def initialize(params):
    offered = params["protocolVersions"]
    if not is_counts(offered):
        raise ValueError("protocolVersions must be an array of integers")
    if 1 not in offered:
        raise Failure(UNSUPPORTED_VERSION, "this adapter speaks version 1")
    settings["workloads"] = params.get("workloads") or ""
    return {
        "protocolVersion": 1,
        "adapter": {"name": "{{name}}", "version": "1"},
        "runtime": runtime(),
        "frameworks": [FRAMEWORK],
        "metrics": [],
    }


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
        "app": app.name,
        "address": {"host": "127.0.0.1", "port": app.port},
        "pid": app.process.pid,
        "versions": made_of,
        "startupNanoseconds": startup,
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
    "initialize": initialize,
    "app/prepare": prepare,
    "app/start": start,
    "app/stop": stop,
    "metrics/read": read_metrics,
    "shutdown": shut_down,
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
    ports = params.get("ports")
    rules = {
        "workers must be a positive integer": is_count(params["workers"]) and params["workers"] > 0,
        "cpus must be an array of integers": is_counts(params["cpus"]),
        "ports must have a first and a last": ports is None
        or (isinstance(ports, dict) and all(is_count(ports[end]) and ports[end] < 65536 for end in ("first", "last"))),
        "healthTimeoutNanoseconds must be an integer": is_count(params["healthTimeoutNanoseconds"]),
        "agents must be true or false": isinstance(params.get("agents"), (bool, type(None))),
        "profiler must be true or false": isinstance(params.get("profiler"), (bool, type(None))),
    }
    for rule, is_kept in rules.items():
        if not is_kept:
            raise ValueError(rule)


def text(params, name):
    if not isinstance(params[name], str):
        raise ValueError(f"{name} must be a text")
    return params[name]


def is_count(value):
    return type(value) is int and value >= 0


def is_counts(values):
    return isinstance(values, list) and all(map(is_count, values))


# The conversation: one thread reads lines, the other answers them one after another (T4)

lines = queue.SimpleQueue()


def read_lines():
    for line in sys.stdin.buffer:
        if line := line.removesuffix(b"\n").removesuffix(b"\r"):
            lines.put(line)
    with spawning:  # the input has ended, and so do all apps, also one that is being started (T5)
        apps.clear()
        end(list(spawned), grace_seconds=1)
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
    except (KeyError, TypeError, ValueError) as error:
        reply = {"error": {"code": INVALID_PARAMS, "message": f"wrong parameters: {error!r}"}}
    except Exception as error:  # a bug, which does not end the adapter
        reply = {"error": {"code": INTERNAL_ERROR, "message": repr(error)}}
    send({"id": identity, **reply})
    if method == "shutdown":
        os._exit(0)


if os.isatty(0):
    print("the {{language}} adapter of harness: speaks JSON-RPC on a pipe", file=sys.stderr)
    sys.exit(2)
threading.Thread(target=read_lines, daemon=True).start()
while True:
    answer(lines.get())
