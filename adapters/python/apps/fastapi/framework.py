"""FastAPI on uvicorn, as its deployment guide runs it."""

import pathlib
import platform

from sdk.environment import VirtualEnvironment, built

FOLDER = pathlib.Path(__file__).parent


class FastAPI:
    description = "FastAPI on uvicorn with uvloop and httptools"
    deviations = []

    def __init__(self):
        self._environment = VirtualEnvironment(built(".venv/fastapi"), FOLDER / "requirements.txt")

    def prepare(self, progress):
        self._environment.prepare(progress)
        return {
            "runtime": f"{platform.python_implementation()} {platform.python_version()}",
            "framework": f"fastapi {self._environment.version('fastapi')}",
            "server": f"uvicorn {self._environment.version('uvicorn')}",
        }

    def launch(self):
        return {"command": [self._environment.python, "serve.py"], "directory": str(FOLDER)}
