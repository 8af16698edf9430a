"""An app of the adapter: its socket, its processes, its health and its end."""

import collections
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from failure import Failure

FOLDER = pathlib.Path(__file__).resolve().parent
OWN_WORKLOADS = FOLDER.parents[3] / "Sources/AdapterProtocol/Specification/v1/workloads.json"


def listen(ports):
    for port in range(ports["first"], ports["last"] + 1) if ports else [0]:
        listener = socket.socket()
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(512)
            return listener
        except OSError:
            listener.close()
    raise Failure("portRangeFull", "no port of the range is free", hint="give a wider range")


class Profile:
    """A folder through which the app's processes are told to sample, and tell what they saw."""

    def __init__(self, breakage):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="profile-"))
        self.is_on = False
        self._keeps = breakage == "F6-leaves-its-files"

    def start(self):
        (self.folder / "on").touch()
        self.is_on = True

    def stop(self, processes):
        """The numbers of samples by stack, of all processes."""
        (self.folder / "on").unlink()
        self.is_on = False
        stacks = collections.Counter()
        for pid in processes:
            file = self.folder / f"{pid}"
            for _ in range(500):
                if file.exists():
                    break
                time.sleep(0.01)
            else:
                continue
            for line in file.read_text().splitlines():
                stack, _, count = line.rpartition(" ")
                stacks[stack] += int(count)
            file.unlink()
        return stacks

    def close(self):
        if not self._keeps:
            shutil.rmtree(self.folder, ignore_errors=True)


class App:
    """A running app; `on_exit` is told when it ends unasked."""

    def __init__(self, name, params, workloads, breakage, on_exit):
        self.name = name
        self._breakage = breakage
        self._cpus = params["cpus"]
        self._stopping = False
        self._faults = {}
        self._tail = collections.deque(maxlen=20)
        ports = params.get("ports")
        listener = listen(None if breakage == "S1-any-port" and ports and ports["first"] < ports["last"] else ports)
        self.port = listener.getsockname()[1]
        self.profile = Profile(breakage) if params.get("profiler") else None
        environment = {
            **os.environ,
            "HARNESS_WORKLOADS": str(OWN_WORKLOADS) if breakage == "I5-knows-it-by-heart" else workloads,
            "HARNESS_LISTEN_FD": str(listener.fileno()),
            "PORT": str(self.port),
        }
        if breakage == "S1-hides-the-port":
            del environment["PORT"]
        if self.profile:
            environment["PROFILE_FOLDER"] = str(self.profile.folder)
        workers = 1 if breakage == "S2-one-worker" else params["workers"]
        command = [sys.executable, "-SE", str(FOLDER / "app.py"), str(workers), breakage]
        if params["cpus"] and breakage != "S2-any-processor":
            command = ["taskset", "-c", ",".join(map(str, params["cpus"])), *command]
        if breakage == "S4-hasty" and params["cpus"]:
            command.append("ill-at-first")
        if breakage != "S3-outlives-its-adapter":
            command = ["setpriv", "--pdeathsig", "KILL", "--", *command]
        self._begin = time.monotonic_ns()
        with listener:
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[listener.fileno()], start_new_session=breakage != "S3-shares-a-group",
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        threading.Thread(target=self._watch, args=[on_exit], daemon=True).start()

    def wait_for_health(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._is_healthy() or self._breakage == "S4-hasty" and self._cpus:
                return time.monotonic_ns() - self._begin
            time.sleep(0.005)
        if self._breakage == "S5-goes-on":
            self._stopping = True
        else:
            self.stop()
        raise Failure("startFailed", "the app is not healthy", stderr=None if self._breakage == "S5-no-last-lines" else self.tail())

    def _is_healthy(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"GET /health HTTP/1.1\r\nHost: app\r\nConnection: close\r\n\r\n")
                return connection.recv(100).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def workers(self):
        return children(self._process.pid)

    def reported_pid(self):
        own = self._process.pid
        return self.workers()[0] if self._breakage == "S6-a-worker" and self._cpus else own

    def stop(self, grace=2):
        self._stopping = True
        family = [self._process.pid, *self.workers()]
        for pid in family:
            send(pid, signal.SIGTERM)
        deadline = time.monotonic() + grace
        while time.monotonic() < deadline and any(map(is_alive, family)):
            time.sleep(0.005)
        while left := [pid for pid in family if is_alive(pid)]:
            for pid in left:
                send(pid, signal.SIGKILL)
            time.sleep(0.002)
        self._process.wait()
        if self.profile:
            self.profile.close()

    def ending(self):
        code = self._process.returncode
        return {"exitCode": code if code >= 0 else None, "signal": -code if code < 0 else None}

    def tail(self):
        self._reader.join(timeout=0.3)
        return list(self._tail)

    def faults(self):
        """Minor page faults of all processes there were (proc(5): the tenth field)."""
        for pid in [self._process.pid, *self.workers()]:
            if fields := stat(pid):
                self._faults[pid] = int(fields[7])
        return sum(self._faults.values())

    def threads(self):
        return sum(len(os.listdir(f"/proc/{pid}/task")) for pid in [self._process.pid, *self.workers()] if is_alive(pid))

    def _read(self):
        for line in self._process.stdout:
            self._tail.append(line.decode(errors="replace").rstrip("\n"))

    def _watch(self, on_exit):
        workers = self.workers()
        while self._process.poll() is None:
            workers = self.workers() or workers
            time.sleep(0.02)
        if not self._stopping:
            for pid in workers:
                send(pid, signal.SIGKILL)
            if self.profile:
                self.profile.close()
            on_exit(self)


def stat(pid):
    """The fields after the name; none when the process is gone."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def is_alive(pid):
    return stat(pid)[:1] not in ([], ["Z"], ["X"])


def children(pid):
    """Of all its threads."""
    try:
        lists = [file.read_text() for file in pathlib.Path(f"/proc/{pid}/task").glob("*/children")]
        return [int(word) for text in lists for word in text.split()]
    except OSError:
        return []


def kill_children():
    while left := [pid for pid in children(os.getpid()) if is_alive(pid)]:
        for pid in left:
            send(pid, signal.SIGKILL)
        time.sleep(0.002)


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
