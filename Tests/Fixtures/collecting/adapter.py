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
        modules = os.pathsep.join([str(FOLDER / "site"), launch["environment"]["PYTHONPATH"]])
        return {**launch, "environment": {"PYTHONPATH": modules}}


runtime = {"name": "CPython", "version": platform.python_version(), "path": sys.executable}
frameworks = {"fastapi": Collecting("fastapi", "FastAPI that collects", server="uvicorn")}
Server("collecting", "1", runtime, frameworks, descriptor, PythonAgent()).run()
