"""The Java agent: how it is built, how an app is started with it, and what its pages count."""

import json
import pathlib

import jdk

FOLDER = pathlib.Path(__file__).parent
SOURCES = sorted(FOLDER.glob("*.java"))


class JavaAgent:
    """A jar that the JVM loads before the app (`-javaagent`)."""

    metrics = json.loads((FOLDER / "metrics.json").read_text())
    """What its pages count, as `initialize` reports it."""

    missing = {}
    """No kind of page is ever missing."""

    def __init__(self):
        self._jar = None

    def prepare(self, progress):
        """Builds the jar if there is none of these sources."""
        classes = jdk.compiled("agent", SOURCES, [], progress)
        self._jar = jdk.archived("agent", classes, FOLDER / "manifest.txt")

    def environment(self, folder, inherited):
        """What an app's environment needs beyond `inherited` for its pages to be in `folder`."""
        return {"HARNESS_AGENT_DIR": folder, "HARNESS_JAVA_AGENT": str(self._jar)}
