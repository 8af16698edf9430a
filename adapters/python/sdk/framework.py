"""Frameworks from PyPI: a folder in apps/ with the app, what it needs, and its declarations."""

import importlib
import os
import pathlib
import platform

from .environment import VirtualEnvironment, built

ADAPTER = pathlib.Path(__file__).parents[1]
WORKLOAD = ADAPTER / "workload"


class Framework:
    """A package from PyPI and what serves its app: one of workload/servers, or the folder's own serve.py without one.

    `arguments` are the server's, after the app; `requirements` is the lock file. Variants of a framework differ in these alone.
    `package` is the framework's where that is not called as the folder.
    """

    def __init__(
        self, folder, description, server=None, arguments=(), requirements="requirements.txt", deviations=(), package=None
    ):
        self.folder = ADAPTER / "apps" / folder
        self.description = description
        self.deviations = list(deviations)
        self._packages = {"framework": package or folder, "server": server or package or folder}
        self._command = ["-m", f"servers.{server}", "main:app", *arguments] if server else ["serve.py"]
        name = pathlib.Path(requirements).stem.replace("requirements", folder)
        self.environment = VirtualEnvironment(built(f".venv/{name}"), self.folder / requirements)

    @property
    def versions(self):
        """Those of the lock file."""
        return {
            "runtime": f"{platform.python_implementation()} {platform.python_version()}",
            **{role: f"{name} {self.environment.version(name)}" for role, name in self._packages.items()},
        }

    def prepare(self, progress):
        self.environment.prepare(progress)
        return self.versions

    def launch(self):
        modules = os.pathsep.join(filter(None, [str(WORKLOAD), os.environ.get("PYTHONPATH")]))
        return {
            "command": [self.environment.python, *self._command],
            "directory": str(self.folder),
            "environment": {"PYTHONPATH": modules},
        }


def declared_in(folders):
    """The frameworks and variants by name that the folders of apps/ declare, in their order."""
    declarations = [importlib.import_module(f"apps.{folder}.framework") for folder in folders]
    return {name: framework for each in declarations for name, framework in each.FRAMEWORKS.items()}
