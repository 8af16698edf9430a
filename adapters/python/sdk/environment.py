"""Virtual environments for frameworks from PyPI."""

import hashlib
import os
import pathlib
import platform
import sys

from . import commands

FLAGS = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
PLATFORM = f"{platform.python_implementation()} {platform.python_version()} on {platform.machine()}"


def built(path):
    """Where something is that is installed or built: below HARNESS_BUILD_DIR, without it below the adapter's folder."""
    return pathlib.Path(os.environ.get("HARNESS_BUILD_DIR") or pathlib.Path(__file__).parents[1]) / path


class VirtualEnvironment:
    """A virtual environment that holds what one lock file pins with hashes, made anew when that file or the interpreter changes."""

    def __init__(self, folder, requirements):
        self._folder = pathlib.Path(folder)
        self._requirements = pathlib.Path(requirements)
        self._stamp = self._folder / "harness-stamp"

    @property
    def python(self):
        """Path of the environment's interpreter."""
        return self.program("python")

    def program(self, name):
        """Path of a program that is installed in it."""
        return str(self._folder / "bin" / name)

    def prepare(self, progress):
        """Installs what is missing; raises prepareFailed with the failed command's last lines."""
        wanted = hashlib.sha256(self._requirements.read_bytes() + sys.version.encode() + sys.executable.encode())
        if self._stamp.exists() and self._stamp.read_text() == wanted.hexdigest():
            return
        progress("making a virtual environment", 0.1)
        commands.run(
            [sys.executable, "-m", "venv", "--clear", str(self._folder)],
            hint="apt-get install python3-venv",
        )
        progress(f"installing {self._requirements.name}", 0.3)
        commands.run(
            [self.python, "-m", "pip", "install", *FLAGS, "--requirement", str(self._requirements)],
            hint=f"pip needs a network that reaches PyPI or a mirror, and packages for {PLATFORM}",
        )
        self._stamp.write_text(wanted.hexdigest())
        progress("installed", 1)

    def version(self, package):
        """The pinned version of a package."""
        for line in self._requirements.read_text().splitlines():
            name, _, version = line.partition("==")
            if name == package:
                return version.rstrip(" \\")
        raise KeyError(package)
