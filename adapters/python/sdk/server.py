"""The adapter's side of the conversation."""

import os
import queue
import sys
import threading
import time
import traceback

from . import errors, process_tree, wire
from .app import STOP_GRACE_SECONDS, App

PROTOCOL_VERSIONS = [1]

END_GRACE_SECONDS = 1  # of the 2 s of rule T5


class Server:
    """Answers the host's requests one at a time, for a table of frameworks by name.

    A framework has `description`, `deviations`, `prepare(progress)` → versions, and `launch()` → command, environment, directory.
    The first one is the default. An agent has `metrics`, which are descriptors, `missing`, by kind of page why no app has one,
    `prepare(progress)` and `environment(folder, inherited)`. A profiler has `prepare(progress)` and `session()`, which has `environment(inherited)`,
    `start(pid)`, `stop()` and `close()`.
    """

    def __init__(self, name, version, runtime, frameworks, descriptor, agent=None, profiler=None):
        self._name = name
        self._version = version
        self._runtime = runtime
        self._frameworks = frameworks
        self._agent = agent
        self._profiler = profiler
        self._writer = wire.Writer(descriptor)
        self._requests = queue.Queue()
        self._apps = {}
        self._app_count = 0
        self._ending = False
        self._workloads = None
        self._methods = {
            "initialize": self._initialize,
            "app/prepare": self._prepare,
            "app/start": self._start,
            "app/stop": self._stop,
            "metrics/read": self._metrics,
            "shutdown": lambda params: self._stop_all(),
        }
        if profiler:
            self._methods["profile/start"] = lambda params: (app := self._app(params)).profiling.start(app.pid)
            self._methods["profile/stop"] = lambda params: self._app(params).profiling.stop()

    def run(self):
        """Serves until the end of standard input or a shutdown; never returns."""
        if os.isatty(0):
            print(f"{self._name} adapter {self._version} of harness: speaks JSON-RPC on a pipe; see `harness adapters list`", file=sys.stderr)
            sys.exit(2)
        threading.Thread(target=self._read_requests, daemon=True).start()
        while True:
            self._answer(self._requests.get())

    def _read_requests(self):
        framer = wire.LineFramer()
        while data := os.read(0, 65536):
            for line in framer.feed(data):
                self._requests.put(line)
        self._ending = True
        self._stop_all(END_GRACE_SECONDS)
        process_tree.kill(lambda: process_tree.pids(os.getpid())[1:])  # what the running request has started
        os._exit(0)

    def _answer(self, line):
        if self._ending:
            return
        identity = method = None
        try:
            message = wire.parse(line)
            if "method" not in message or "id" not in message:
                return  # an answer or a notification: nothing we wait for
            identity, method = message["id"], message["method"]
            if method not in self._methods:
                raise errors.ProtocolError(errors.METHOD_NOT_FOUND, f"unknown method {method}")
            params = message.get("params")
            if not isinstance(params, (dict, type(None))):
                raise errors.ProtocolError(errors.INVALID_PARAMS, "params must be an object")
            result = self._methods[method](params or {})
            reply = {"id": identity, "result": result}
        except Exception as error:  # a bug of the adapter must not end it
            reply = {"id": identity, "error": self._protocol_error(error).to_json()}
        if not self._ending:  # what is killed at the end fails, and nobody asks why
            self._writer.send(reply)
        if method == "shutdown":
            os._exit(0)

    def _protocol_error(self, error):
        if isinstance(error, errors.ProtocolError):
            return error
        traceback.print_exception(error)
        if isinstance(error, KeyError):
            return errors.ProtocolError(errors.INVALID_PARAMS, f"`{error.args[0]}` is missing")
        if isinstance(error, (TypeError, ValueError)):
            return errors.ProtocolError(errors.INVALID_PARAMS, str(error))
        return errors.ProtocolError(errors.INTERNAL_ERROR, f"{type(error).__name__}: {error}")

    def _initialize(self, params):
        offered = params["protocolVersions"]
        if not _are_counts(offered):
            raise ValueError("protocolVersions must be an array of integers")
        common = [version for version in offered if version in PROTOCOL_VERSIONS]
        if not common:
            raise errors.ProtocolError(
                errors.UNSUPPORTED_VERSION, f"this adapter speaks protocol versions {PROTOCOL_VERSIONS}"
            )
        self._workloads = params.get("workloads")
        names = list(self._frameworks)
        return {
            "protocolVersion": max(common),
            "adapter": {"name": self._name, "version": self._version},
            "runtime": self._runtime,
            "frameworks": [
                {"name": name, "description": each.description, "default": name == names[0], "deviations": each.deviations}
                for name, each in self._frameworks.items()
            ],
            "metrics": self._agent_metrics(),
        }

    def _agent_metrics(self):
        return self._agent.metrics if self._agent else []

    def _framework(self, params):
        name = _text(params, "framework")
        if name not in self._frameworks:
            raise errors.ProtocolError(
                errors.UNKNOWN_FRAMEWORK,
                f"the {self._name} adapter has no framework {name}",
                hint=f"it has {', '.join(self._frameworks)}",
            )
        return self._frameworks[name]

    def _prepare(self, params):
        framework = self._framework(params)
        begin = time.monotonic_ns()
        versions = self._prepared(framework, self._profiler)
        return {"versions": versions, "durationNanoseconds": time.monotonic_ns() - begin}

    def _prepared(self, framework, profiler):
        versions = framework.prepare(self.progress)
        for part in filter(None, [self._agent, profiler]):
            part.prepare(self.progress)
        return versions

    def progress(self, message, fraction=None):
        """Tells the host how far a long request has come."""
        self._writer.notify("progress", {"message": message, "fraction": fraction})

    def _start(self, params):
        framework = self._framework(params)
        check_start(params)
        workers, cpus, timeout = params["workers"], params["cpus"], params["healthTimeoutNanoseconds"] / 1e9
        profiler = self._profiler if params.get("profiler") else None
        versions = self._prepared(framework, profiler)
        launch = dict(framework.launch())
        launch["environment"] = {**launch.get("environment", {}), "HARNESS_WORKLOADS": self._workloads or ""}
        self._app_count += 1
        agent = None if params.get("agents") is False else self._agent
        name, ports = str(self._app_count), params.get("ports")
        app = App(name, launch, workers, cpus, ports, self._app_exited, agent, profiler)
        self._apps[app.name] = app
        try:
            startup = app.wait_for_health(timeout)
        except errors.ProtocolError:
            del self._apps[app.name]
            raise
        return {
            "app": app.name,
            "address": {"host": "127.0.0.1", "port": app.port},
            "pid": app.pid,
            "versions": versions,
            "startupNanoseconds": startup,
            **({"agentFolder": app.agent_folder} if app.agent_folder else {}),
        }

    def _app_exited(self, app):
        self._apps.pop(app.name, None)
        self._writer.notify("app/exited", {"app": app.name, **app.ending(), "stderr": app.tail()})

    def _app(self, params):
        name = _text(params, "app")
        if name not in self._apps:
            raise errors.ProtocolError(errors.UNKNOWN_APP, f"no app {name} runs")
        return self._apps[name]

    def _stop(self, params):
        app = self._app(params)
        app.stop()
        self._apps.pop(app.name, None)
        return app.ending()

    def _metrics(self, params):
        self._app(params)
        reasons = {metric["name"]: self._agent.missing.get(metric.get("page", {}).get("kind")) for metric in self._agent_metrics()}
        return {"values": {}, "unavailable": {name: reason for name, reason in reasons.items() if reason}}

    def _stop_all(self, grace_seconds=STOP_GRACE_SECONDS):
        stops = [threading.Thread(target=app.stop, args=[grace_seconds]) for app in list(self._apps.values())]
        for stop in stops:
            stop.start()
        for stop in stops:
            stop.join()
        return {}


def check_start(params):
    """Raises for wrong parameters of app/start, before anything is started."""
    workers, ports = params["workers"], params.get("ports")
    rules = {
        "workers must be a positive integer": _is_count(workers) and workers > 0,
        "cpus must be an array of integers": _are_counts(params["cpus"]),
        "ports must have a first and a last": ports is None
        or (isinstance(ports, dict) and all(_is_count(ports[end], 65535) for end in ["first", "last"])),
        "healthTimeoutNanoseconds must be an integer": _is_count(params["healthTimeoutNanoseconds"]),
        "agents must be true or false": isinstance(params.get("agents"), (bool, type(None))),
        "profiler must be true or false": isinstance(params.get("profiler"), (bool, type(None))),
    }
    for rule, is_kept in rules.items():
        if not is_kept:
            raise ValueError(rule)


def _is_count(value, most=2**53):
    return type(value) is int and 0 <= value <= most


def _are_counts(values):
    return isinstance(values, list) and all(map(_is_count, values))


def _text(params, name):
    """A parameter that must be a string."""
    if not isinstance(params[name], str):
        raise ValueError(f"{name} must be a string")
    return params[name]
