"""An adapter that logs, and whose wire a library has found: it prints there what is no message."""

import os
import pathlib
import platform
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[2] / "adapters/python"))

from sdk import wire

descriptor = wire.claim_stdout()

from sdk.server import Server


class Chatty:
    description, deviations = "chatters", []

    def prepare(self, progress):
        os.write(descriptor, b"third\n")
        wire.Writer(descriptor).notify("log", {"level": "debug", "message": "preparing takes no time"})
        version = platform.python_version()
        return {"runtime": f"CPython {version}", "framework": "none", "server": "none"}

    def launch(self):
        return {"command": ["false"]}


os.write(descriptor, b"a library prints where it must not\nsecond\n")
wire.Writer(descriptor).notify("log", {"level": "warning", "message": "the moon is full"})
runtime = {"name": "CPython", "version": platform.python_version(), "path": sys.executable}
Server("chatty", "1", runtime, {"chatty": Chatty()}, descriptor).run()
