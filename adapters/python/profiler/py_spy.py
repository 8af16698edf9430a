"""py-spy: reads the stacks of an app's interpreters from outside (docs/PROFILING.md)."""

import collections
import os
import pathlib
import re
import signal
import subprocess
import threading
import time

from sdk import errors
from sdk.environment import VirtualEnvironment, built
from sdk.profiling import profile

FOLDER = pathlib.Path(__file__).parent
SAMPLES_PER_SECOND = 100
FLAGS = ["--nonblocking", "--subprocesses", "--nolineno", "--rate", str(SAMPLES_PER_SECOND), "--format", "raw"]
STOP_SECONDS = 30

# A stack begins with a frame for each process it is in; those are not the app's.
PROCESSES = re.compile(r'(?:process \d+:".*?"(?:;|$))*')
ERRORS = re.compile(r"Errors: (\d+)")


def unavailable(message, hint):
    return errors.ProtocolError(errors.PROFILER_UNAVAILABLE, message, hint=hint)


def catches(pid, number):
    """Whether a process has a handler for a signal; one that is gone need not be waited for."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True
    return bool(int(re.search(r"^SigCgt:\s*(\w+)", status, re.M)[1], 16) >> (number - 1) & 1)


class PySpy:
    """A profiler, in a virtual environment of its own; `program` takes the place of the one in there."""

    def __init__(self, program=None):
        self._environment = VirtualEnvironment(built(".venv/py-spy"), FOLDER / "requirements.txt")
        self._is_given = program is not None
        self.program = program or self._environment.program("py-spy")
        self.name = f"py-spy {self._environment.version('py-spy')}"
        self.problem = None
        """Why it could not be installed."""

    def prepare(self, progress):
        """Installs what is missing; without it apps start all the same. A failure takes long, so it is not tried again."""
        if self._is_given or self.problem:
            return
        try:
            self._environment.prepare(progress)
        except errors.ProtocolError as error:
            self.problem = unavailable(f"py-spy could not be installed: {error.message}", error.hint)

    def session(self):
        """What samples one app."""
        return Session(self)


class Session:
    """A py-spy beside one app. It writes to a pipe, and dies with the adapter, so that nothing is left of it."""

    def __init__(self, py_spy):
        self._py_spy = py_spy
        self._process = None
        self._closed = False
        self._lock = threading.Lock()

    def environment(self, inherited):
        """The app needs nothing."""
        return {}

    def start(self, pid):
        """Returns when py-spy samples."""
        if self._py_spy.problem:
            raise self._py_spy.problem
        if not os.access(self._py_spy.program, os.X_OK):
            raise unavailable(f"there is no {self._py_spy.program}", "harness adapters prepare python")
        self._spawn(pid)
        messages = []
        for line in self._process.stdout:
            if b"Sampling process" in line:
                break
            messages.append(line.decode(errors="replace").strip())
        else:
            self._process.wait()
            reason = " ".join(filter(None, messages)) or f"it ended with status {self._process.returncode}"
            hint = "it must be allowed to read the app's memory: run as root, or sysctl kernel.yama.ptrace_scope=0"
            raise unavailable(f"py-spy cannot sample: {reason}", hint)
        while self._process.poll() is None and not catches(self._process.pid, signal.SIGINT):
            time.sleep(0.001)  # until then it could not be asked to stop
        self._lines = []
        self._reader = threading.Thread(target=self._read, args=[self._process.stdout], daemon=True)
        self._reader.start()
        interval = 1_000_000_000 // SAMPLES_PER_SECOND
        return {"profiler": self._py_spy.name, "unit": "samples", "intervalNanoseconds": interval}

    def _spawn(self, pid):
        command = [self._py_spy.program, "record", *FLAGS, "--output", "/dev/stdout", "--pid", str(pid)]
        with self._lock:
            if self._closed:
                raise errors.ProtocolError(errors.UNKNOWN_APP, "the app has ended")
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, "RUST_BACKTRACE": "0", "RUST_LIB_BACKTRACE": "0"},
                start_new_session=True,
            )

    def _read(self, output):
        """Keeps what it writes, which may be more than a pipe holds."""
        for line in output:
            self._lines.append(line.decode(errors="replace").rstrip())

    def stop(self):
        """Returns the stacks of all processes together."""
        self._process.send_signal(signal.SIGINT)
        self._reader.join(STOP_SECONDS)
        self._process.kill()
        self._process.wait()
        self._reader.join()
        stacks, messages = collections.Counter(), []
        for line in self._lines:
            stack, _, count = line.rpartition(" ")
            if line.startswith("py-spy>"):
                messages.append(line.removeprefix("py-spy>").strip())
            elif count.isdigit():
                stacks[PROCESSES.sub("", stack, count=1)] += int(count)
        lost = stacks.pop("", 0)  # of which only the process was seen
        result = next((found for found in map(ERRORS.search, messages) if found), None)
        if result is None:
            last = self._lines[-1] if self._lines else "it wrote nothing"
            raise unavailable(f"py-spy ended without a profile: {last}", "profile again")
        late = [message for message in messages if "behind" in message]
        return profile(stacks, lost + int(result[1]), [f"py-spy was late: {late[-1]}"] if late else [])

    def close(self):
        """Ends py-spy, whatever it does."""
        with self._lock:
            self._closed = True
            if self._process:
                self._process.kill()
                self._process.wait()
