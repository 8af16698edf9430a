"""An adapter whose app is the Python adapter's own, with garbage collections that are forced (site/sitecustomize.py)."""

import os
import pathlib
import platform
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[2] / "adapters/python"))

from sdk import wire

descriptor = wire.claim_stdout()

from agent.agent import PythonAgent
from sdk.framework import Framework
from sdk.server import Server


class Collecting(Framework):
    def launch(self):
        launch = super().launch()
        path = os.pathsep.join([str(FOLDER / "site"), launch["environment"]["PYTHONPATH"]])
        return {**launch, "environment": {**launch["environment"], "PYTHONPATH": path}}


runtime = {"name": "CPython", "version": platform.python_version(), "path": sys.executable}
Server("collecting", "1", runtime, {"fastapi": Collecting("fastapi", "FastAPI that collects", server="uvicorn")}, descriptor, PythonAgent()).run()
