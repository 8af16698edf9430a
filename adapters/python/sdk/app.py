"""A workload app: its socket, its processes, its health and its end."""

import collections
import errno
import http.client
import os
import signal
import socket
import subprocess
import threading
import time

from . import agent_folder, errors, process_tree
from .profiling import Profiling

TAIL_LINES = 20
STOP_GRACE_SECONDS = 2
BACKLOG = 4096


def listen(ports):
    """A listening socket on a free port of the range, or on any free port (rule S1)."""
    candidates = range(ports["first"], ports["last"] + 1) if ports else [0]
    for port in candidates:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(BACKLOG)
            return listener
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise errors.ProtocolError(
        errors.PORT_RANGE_FULL,
        f"no port from {ports['first']} to {ports['last']} is free",
        hint="give a wider --ports range, or leave it out",
    )


class App:
    """A running app. `on_exit(app, code, signal)` is called when it ends unasked."""

    def __init__(self, name, launch, workers, cpus, ports, on_exit, agent=None, profiler=None):
        self.name = name
        self._on_exit = on_exit
        self._stopping = False
        self._healthy = False
        self._lock = threading.Lock()
        self._tail = collections.deque(maxlen=TAIL_LINES)
        listener = listen(ports)
        self.agent_folder = agent_folder.make() if agent else None
        """The path of the folder with its counter pages; None without an agent."""
        self.profiling = Profiling(profiler.session() if profiler else None)
        self.port = listener.getsockname()[1]
        descriptor = listener.fileno()
        environment = {
            **os.environ,
            **launch.get("environment", {}),
            "HARNESS_LISTEN_FD": str(descriptor),
            "HARNESS_WORKERS": str(workers),
            "PORT": str(self.port),
        }
        if agent:
            environment |= agent.environment(self.agent_folder, environment)
        environment |= self.profiling.environment(environment)
        pinning = ["taskset", "-c", ",".join(map(str, cpus))] if cpus else []
        self.started_at = time.monotonic_ns()
        with listener:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *pinning, *launch["command"]],
                cwd=launch.get("directory"),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[descriptor],
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read_output, daemon=True)
        self._reader.start()
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def pid(self):
        return self._process.pid

    def wait_for_health(self, timeout_seconds):
        """Returns the nanoseconds from the spawn to the first healthy answer; stops the app and raises when there is none."""
        deadline = time.monotonic() + timeout_seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._is_healthy():
                with self._lock:
                    self._healthy = True
                return time.monotonic_ns() - self.started_at
            time.sleep(0.005)
        code = self._process.poll()
        what = f"it ended with status {code}" if code is not None else f"no healthy answer within {timeout_seconds:g} s"
        self.stop()
        raise errors.ProtocolError(errors.START_FAILED, f"the app did not start: {what}", stderr=self.tail())

    def _is_healthy(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self, grace_seconds=STOP_GRACE_SECONDS):
        """Ends the whole tree, with SIGKILL after the grace; afterwards none of it is alive."""
        with self._lock:
            self._stopping = True
        known = process_tree.pids(self.pid)  # some may have left the group, others may have lost their parents

        def left():
            return [*filter(process_tree.alive, known), *process_tree.group(self.pid)]

        process_tree.signal(-self.pid, signal.SIGTERM)
        deadline = time.monotonic() + grace_seconds
        while time.monotonic() < deadline and left():
            time.sleep(0.01)
        process_tree.kill(left)
        self._process.wait()
        self._end_observers()

    def ending(self):
        """How the root process ended: its exit code and its signal; one of them is None."""
        code = self._process.returncode
        return {"exitCode": code if code >= 0 else None, "signal": -code if code < 0 else None}

    def tail(self):
        """The last lines it wrote."""
        self._reader.join(timeout=0.2)
        return list(self._tail)

    def _read_output(self):
        for line in self._process.stdout:
            self._tail.append(line.decode(errors="replace").rstrip("\n"))

    def _watch(self):
        self._process.wait()
        with self._lock:
            unasked = self._healthy and not self._stopping
        if unasked:
            process_tree.kill(lambda: process_tree.group(self.pid))
            self._end_observers()
            self._on_exit(self)

    def _end_observers(self):
        self.profiling.close()
        if self.agent_folder:
            agent_folder.remove(self.agent_folder)
