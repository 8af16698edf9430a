"""The adapter's side of the conversation."""

import os
import queue
import sys
import threading
import time
import traceback

from . import errors, process_tree, wire
from .app import App

PROTOCOL_VERSIONS = [1]

QUICK = {"initialize", "metrics/read"}
"""Methods that the thread that reads answers itself, which saves two changes of threads."""


class Server:
    """Answers the host's requests one at a time, for a table of frameworks by name.

    A framework has `description`, `deviations`, `prepare(progress)` → versions, and `launch()` → command, environment, directory.
    The first one is the default. An agent has `metrics`, `missing`, `prepare(progress)` and
    `environment(folder, inherited)`. A profiler has `prepare(progress)` and `session()`, which has `environment(inherited)`,
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
        self._workloads = None
        self._methods = {
            "initialize": self._initialize,
            "app/prepare": self._prepare,
            "app/start": self._start,
            "app/stop": self._stop,
            "metrics/read": self._metrics,
            "shutdown": self._shutdown,
        }
        if profiler:
            self._methods["profile/start"] = lambda params: self._app(params).start_profile()
            self._methods["profile/stop"] = lambda params: self._app(params).stop_profile()

    def run(self):
        """Serves until the end of standard input or a shutdown; never returns."""
        if os.isatty(0):
            sys.exit(f"{self._name} adapter {self._version} of harness: speaks JSON-RPC on a pipe; see `harness adapters list`")
        threading.Thread(target=self._read_requests, daemon=True).start()
        while True:
            self._answer(self._requests.get())
            self._requests.task_done()

    def _read_requests(self):
        framer = wire.LineFramer()
        while data := os.read(0, 65536):
            for line in framer.feed(data):
                if self._is_quick(line) and not self._requests.unfinished_tasks:
                    self._answer(line)
                else:
                    self._requests.put(line)
        self._exit()

    def _is_quick(self, line):
        """Whether answering takes no time to speak of; the order of answers is kept by the caller."""
        try:
            method = wire.parse(line).get("method")
        except errors.ProtocolError:
            return True
        return method in QUICK or method not in self._methods

    def _exit(self):
        for app in list(self._apps.values()):
            app.stop()
        process_tree.kill(process_tree.pids(os.getpid())[1:])  # what a preparation has started
        os._exit(0)

    def _answer(self, line):
        identity = None
        try:
            message = wire.parse(line)
            if "method" not in message or "id" not in message:
                return  # an answer or a notification: nothing we wait for
            identity = message["id"]
            method = self._methods.get(message["method"])
            if method is None:
                raise errors.ProtocolError(errors.METHOD_NOT_FOUND, f"unknown method {message['method']}")
            reply = {"id": identity, "result": method(message.get("params") or {})}
        except errors.ProtocolError as error:
            reply = {"id": identity, "error": error.to_json()}
        except (KeyError, TypeError, ValueError) as error:
            traceback.print_exc()
            problem = errors.ProtocolError(errors.INVALID_PARAMS, f"wrong parameters: {error!r}")
            reply = {"id": identity, "error": problem.to_json()}
        except Exception as error:  # a bug of the adapter must not end it
            traceback.print_exc()
            problem = errors.ProtocolError(errors.INTERNAL_ERROR, f"{type(error).__name__}: {error}")
            reply = {"id": identity, "error": problem.to_json()}
        self._writer.send(reply)
        if reply.get("result") is _GOODBYE:
            os._exit(0)

    def _initialize(self, params):
        common = [version for version in params["protocolVersions"] if version in PROTOCOL_VERSIONS]
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
                {
                    "name": name,
                    "description": framework.description,
                    "default": name == names[0],
                    "deviations": framework.deviations,
                }
                for name, framework in self._frameworks.items()
            ],
            "metrics": process_tree.DESCRIPTORS + [metric.descriptor for metric in self._agent_metrics()],
        }

    def _agent_metrics(self):
        return self._agent.metrics if self._agent else []

    def _framework(self, params):
        name = params["framework"]
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
        workers, cpus, timeout = params["workers"], params["cpus"], params["healthTimeoutNanoseconds"] / 1e9
        profiler = self._profiler if params.get("profiler", False) else None
        versions = self._prepared(framework, profiler)
        launch = dict(framework.launch())
        launch["environment"] = {**launch.get("environment", {}), "HARNESS_WORKLOADS": self._workloads or ""}
        self._app_count += 1
        agent = self._agent if params.get("agents", True) else None
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
            "processes": process_tree.describe(app.pid),
            "versions": versions,
            "startupNanoseconds": startup,
            **({"agentFolder": app.agent_folder} if app.agent_folder else {}),
        }

    def _app_exited(self, app):
        self._apps.pop(app.name, None)
        code, number = app.ending()
        self._writer.notify(
            "app/exited", {"app": app.name, "exitCode": code, "signal": number, "stderr": app.tail()}
        )

    def _app(self, params):
        name = params["app"]
        if name not in self._apps:
            raise errors.ProtocolError(errors.UNKNOWN_APP, f"no app {name} runs")
        return self._apps[name]

    def _stop(self, params):
        app = self._app(params)
        code, number = app.stop()
        self._apps.pop(app.name, None)
        return {"exitCode": code, "signal": number}

    def _metrics(self, params):
        answer = self._app(params).metrics()
        for metric in self._agent_metrics():
            if metric.name not in answer["values"]:
                answer["unavailable"].setdefault(metric.name, "the app was started without runtime agents")
        return answer

    def _shutdown(self, params):
        for app in list(self._apps.values()):
            app.stop()
        return _GOODBYE


_GOODBYE = {}
