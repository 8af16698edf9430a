"""An adapter whose frameworks are the modes of app.py: each is wrong, or fails, in the way its name says."""

import pathlib
import platform
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[2] / "adapters/python"))

from sdk import wire

descriptor = wire.claim_stdout()

from sdk import errors
from sdk.server import Server

MODES = [
    "right", "caches", "drops-a-field", "string-for-number", "accepts-anything",
    "does-not-start", "never-healthy", "dies-in-warmup", "dies-in-measurement", "hangs", "answers-503", "leaks",
    "closes", "daemonises", "detaches", "leaves-helpers",
]


class Mode:
    deviations = []

    def __init__(self, name):
        self.name = name
        self.description = f"the fault `{name}`"

    def prepare(self, progress):
        progress("nothing to install", 1.0)
        version = platform.python_version()
        return {"runtime": f"CPython {version}", "framework": f"{self.name} 1", "server": f"http.server {version}"}

    def launch(self):
        return {"command": [sys.executable, "app.py", self.name], "directory": str(FOLDER)}


class ForbiddenProfiler:
    """Fails as a profiler does that may not look at other processes."""

    def prepare(self, progress):
        pass

    def session(self):
        return self

    def environment(self, inherited):
        return {}

    def start(self, pid):
        raise errors.ProtocolError(errors.PROFILER_UNAVAILABLE, "it may not look at the app", hint="ask for permission")

    def close(self):
        pass


runtime = {"name": "CPython", "version": platform.python_version(), "path": sys.executable}
Server("faulty", "1", runtime, {name: Mode(name) for name in MODES}, descriptor, profiler=ForbiddenProfiler()).run()
