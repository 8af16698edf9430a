"""An adapter of one framework, whose app forks its workers."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from sdk import wire

descriptor = wire.claim_stdout()

from agent.agent import PythonAgent
from sdk.server import Server


class Forking:
    description, deviations = "forks", []

    def prepare(self, progress):
        return {"runtime": "CPython", "framework": "none", "server": "http.server"}

    def launch(self):
        return {"command": [sys.executable, "-m", "tests.forking_app"]}


runtime = {"name": "CPython", "version": "3", "path": sys.executable}
Server("python", "1", runtime, {"forking": Forking()}, descriptor, PythonAgent()).run()
