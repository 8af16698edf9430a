"""An adapter whose app is the Python adapter's own, with garbage collections that are forced (site/sitecustomize.py)."""

import pathlib
import platform
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[2] / "adapters/python"))

from sdk import wire

descriptor = wire.claim_stdout()

from agent.agent import PythonAgent
from apps.fastapi.framework import FastAPI
from sdk.server import Server


class Collecting(FastAPI):
    def launch(self):
        return {**super().launch(), "environment": {"PYTHONPATH": str(FOLDER / "site")}}


runtime = {"name": "CPython", "version": platform.python_version(), "path": sys.executable}
Server("collecting", "1", runtime, {"fastapi": Collecting()}, descriptor, PythonAgent()).run()
