"""An adapter process to talk to, for tests."""

import json
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent.parent
SPECIFICATION = FOLDER.parents[1] / "Sources/AdapterProtocol/Specification/v1"
SECOND = 1_000_000_000


class Adapter:
    """A running adapter; `command` are the interpreter's arguments."""

    def __init__(self, *command, folder=FOLDER):
        self.process = subprocess.Popen(
            [sys.executable, *(command or ["adapter.py"])], cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self._count = 0
        workloads = str(SPECIFICATION / "workloads.json")
        self.description = self.call("initialize", protocolVersions=[1], workloads=workloads)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, method, **params):
        """Sends a request without waiting; returns its id."""
        self._count += 1
        message = {"jsonrpc": "2.0", "id": self._count, "method": method, "params": params}
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()
        return self._count

    def receive(self, wanted):
        """The next message for which `wanted` holds."""
        for line in self.process.stdout:
            message = json.loads(line)
            if wanted(message):
                return message
        raise EOFError("the adapter has ended")

    def call(self, method, **params):
        """The answer to a request: its result or its error."""
        identity = self.send(method, **params)
        answer = self.receive(lambda message: message.get("id") == identity)
        return answer.get("result", answer.get("error"))

    def start(self, framework="fastapi", workers=1, **params):
        settings = {"cpus": [], "healthTimeoutNanoseconds": 30 * SECOND, **params}
        return self.call("app/start", framework=framework, workers=workers, **settings)

    def close(self):
        """Ends the adapter's input; returns its exit status."""
        self.process.stdin.close()
        status = self.process.wait(timeout=5)
        self.process.stdout.close()
        return status
