"""An adapter whose frameworks are the modes of app.py, with the agent of Python's: one collects garbage all the time, one never."""

import pathlib
import platform
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[2] / "adapters/python"))

from sdk import wire

descriptor = wire.claim_stdout()

from agent.agent import PythonAgent
from sdk.server import Server


class Mode:
    deviations = []

    def __init__(self, name):
        self.name = name
        self.description = f"an app that {name}"

    def prepare(self, progress):
        progress("nothing to install", 1.0)
        version = platform.python_version()
        return {"runtime": f"CPython {version}", "framework": f"{self.name} 1", "server": f"asyncio {version}"}

    def launch(self):
        return {"command": [sys.executable, "app.py", self.name], "directory": str(FOLDER)}


runtime = {"name": "CPython", "version": platform.python_version(), "path": sys.executable}
Server("pausing", "1", runtime, {name: Mode(name) for name in ["collects", "steady"]}, descriptor, PythonAgent()).run()
