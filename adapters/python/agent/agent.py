"""The Python agent: how it is built, how an app is started with it, and what its pages count."""

import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import threading

from sdk import agent_folder
from sdk.environment import built

FOLDER = pathlib.Path(__file__).parent
SOURCES = [FOLDER / "gil_wait.c", FOLDER / "lock_wait.h", FOLDER / "counter_page.h"]

MISSING = {
    "phases": "no process of the app has loaded FastAPI, whose handlers and serialisation the agent knows",
    "ffi": "the frameworks here have no seam between them and foreign functions",
}
FLAGS = ["-O2", "-Wall", "-fPIC", "-shared", "-pthread"]
SEPARATORS = re.compile("[ :]")
"""What parts the paths in LD_PRELOAD, so that none of them may have it."""


class PythonAgent:
    """A shared library that measures waits for the GIL, and a sitecustomize that counts collections and times phases."""

    metrics = json.loads((FOLDER / "metrics.json").read_text())
    """What its pages count, as `initialize` reports it."""

    def __init__(self, build_folder=built("agent/.build"), compiler="cc"):
        self._build_folder = pathlib.Path(build_folder)
        self._compiler = compiler
        self._library = None
        self.missing = MISSING
        """Why an app may have no pages of a kind."""

    def prepare(self, progress):
        """Builds the library if there is none of these sources; without it the GIL's metrics are missing."""
        text = b"".join(source.read_bytes() for source in SOURCES) + platform.machine().encode()
        library = self._build_folder / f"gil_wait-{hashlib.sha256(text).hexdigest()[:16]}.so"
        problem = None if library.exists() else self._build(library, progress)
        if SEPARATORS.search(str(library)) and SEPARATORS.search(agent_folder.place()):
            problem = problem or f"LD_PRELOAD cannot name {library}; set TMPDIR to a folder without blanks and colons"
        self._library = None if problem else library
        self.missing = {**MISSING, "gil": problem} if problem else MISSING

    def _build(self, library, progress):
        """Compiles; returns what went wrong, or None."""
        if shutil.which(self._compiler) is None:
            return f"there is no C compiler ({self._compiler}) for the agent; apt-get install gcc libc6-dev"
        progress("building the runtime agent", None)
        try:
            self._build_folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return f"the agent cannot be built: {error}"
        unfinished = library.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        command = [self._compiler, *FLAGS, "-o", str(unfinished), str(SOURCES[0]), "-ldl"]
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if result.returncode != 0:
            errors = [line for line in result.stdout.decode(errors="replace").splitlines() if "error" in line]
            message = errors[0] if errors else "no message"
            return f"{self._compiler} could not build the agent: {message}; apt-get install libc6-dev"
        unfinished.replace(library)  # another adapter may be building the same
        return None

    def environment(self, folder, inherited):
        """What an app's environment needs beyond `inherited` for its pages to be in `folder`."""
        added = {
            "HARNESS_AGENT_DIR": folder,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(FOLDER / "site"), inherited.get("PYTHONPATH")])),
        }
        if self._library:
            added["LD_PRELOAD"] = ":".join(filter(None, [self._preloadable(folder), inherited.get("LD_PRELOAD")]))
        return added

    def _preloadable(self, folder):
        """A path of the library that LD_PRELOAD can name: a link beside the pages, which goes with them, where its own cannot be."""
        path = str(self._library)
        if not SEPARATORS.search(path):
            return path
        link = os.path.join(folder, self._library.name)
        if not os.path.islink(link):
            os.symlink(path, link)
        return link
