"""The Python adapter of harness: starts Python web frameworks and reads their processes' metrics.

A framework is a folder in apps/ and a line in FRAMEWORKS; the first one is the default.
"""

import os
import sys

from sdk import wire

if interpreter := os.environ.pop("HARNESS_PYTHON", None):
    os.execvp(interpreter, [interpreter, *sys.argv])

WIRE = wire.claim_stdout()  # before anything else is loaded: frameworks print

import platform

from agent.agent import PythonAgent
from profiler.py_spy import PySpy
from sdk.framework import declared_in
from sdk.server import Server

FRAMEWORKS = declared_in([
    "fastapi",
    "starlette",
    "flask",
    "django",
    "aiohttp",
    "litestar",
    "falcon",
    "tornado",
    "sanic",
    "blacksheep",
    "bottle",
    "robyn",
    "spikard",
])

if __name__ == "__main__":
    runtime = {
        "name": platform.python_implementation(),
        "version": platform.python_version(),
        "path": sys.executable,
    }
    Server("python", "1", runtime, FRAMEWORKS, WIRE, PythonAgent(), PySpy()).run()
