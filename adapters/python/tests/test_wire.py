import json
import pathlib
import subprocess
import sys
import unittest

from sdk import errors, wire

ROOT = pathlib.Path(__file__).parents[3]
EXAMPLES = ROOT / "Sources/AdapterProtocol/Specification/v1/examples"
STREAM = '{"a":1}\r\n\n{"b":"é"}\n'.encode()
LINES = [b'{"a":1}', '{"b":"é"}'.encode()]

HOSTILE = """
from sdk import wire
descriptor = wire.claim_stdout()
print("at import time")
import os, subprocess
from sdk.server import Server
class Framework:
    description, deviations = "hostile", []
    def prepare(self, progress):
        print("from the framework"); os.write(1, b"raw bytes\\n"); subprocess.run(["echo", "from a child"])
        return {"runtime": "r", "framework": "f", "server": "s"}
    def launch(self): return {"command": ["false"]}
Server("hostile", "1", {"name": "n", "version": "v", "path": "p"}, {"hostile": Framework()}, descriptor).run()
"""


class WireTest(unittest.TestCase):
    def test_lines_are_found_however_the_bytes_arrive(self):
        framer = wire.LineFramer()
        self.assertEqual([line for byte in STREAM for line in framer.feed(bytes([byte]))], LINES)
        for cut in range(len(STREAM) + 1):
            framer = wire.LineFramer()
            self.assertEqual(framer.feed(STREAM[:cut]) + framer.feed(STREAM[cut:]), LINES)

    def test_what_is_no_message_is_refused_with_the_right_code(self):
        cases = [(b"nonsense", errors.PARSE_ERROR), (b"[1]", errors.INVALID_REQUEST), (b'{"id":1}', errors.INVALID_REQUEST)]
        for line, code in cases:
            with self.assertRaises(errors.ProtocolError) as caught:
                wire.parse(line)
            self.assertEqual(caught.exception.code, code)

    def test_the_shared_examples_survive(self):
        files = sorted(EXAMPLES.glob("*/*.json"))
        self.assertGreater(len(files), 15)
        for file in files:
            message = wire.parse(file.read_bytes())
            self.assertEqual(wire.parse(wire.serialise(message)), json.loads(file.read_text()))
            kind = "method" if "Request" in file.parent.name or "Notification" in file.parent.name else None
            self.assertEqual("method" in message, kind == "method", file)


class ServerTest(unittest.TestCase):
    def converse(self, script, lines):
        """What an adapter answers to lines that come in pieces; it ends with its input."""
        process = subprocess.Popen(
            [sys.executable, *script], cwd=ROOT / "adapters/python",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        data = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
        for start in range(0, len(data), 7):
            process.stdin.write(data[start : start + 7])
            process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for line in lines]
        process.stdin.close()
        self.assertEqual(process.wait(timeout=5), 0)
        self.assertEqual(process.stdout.read(), b"")
        process.stdout.close()
        return answers

    def test_bad_lines_are_answered_and_the_adapter_goes_on(self):
        answers = self.converse(
            ["adapter.py"],
            [
                b"nonsense\n", b"[1]\n",
                {"jsonrpc": "2.0", "id": 1, "method": "no/such", "params": {}},
                {"jsonrpc": "2.0", "id": 2, "method": "app/start", "params": {"framework": "fastapi"}},
                {"jsonrpc": "2.0", "id": 3, "method": "app/prepare", "params": {"framework": "größer"}},
                {"jsonrpc": "2.0", "id": 4, "method": "app/stop", "params": {"app": "9"}},
                {"jsonrpc": "2.0", "id": 5, "method": "initialize", "params": {"protocolVersions": [99]}},
                {"jsonrpc": "2.0", "id": 6, "method": "initialize", "params": {"protocolVersions": [1], "new": 1}},
            ],
        )
        codes = [answer.get("error", {}).get("code") for answer in answers]
        self.assertEqual(codes, [-32700, -32600, -32601, -32602, -32001, -32005, -32010, None])
        self.assertEqual([answer["id"] for answer in answers], [None, None, 1, 2, 3, 4, 5, 6])
        self.assertEqual(answers[-1]["result"]["frameworks"][0]["name"], "fastapi")

    def test_stray_output_never_reaches_the_wire(self):
        request = {"jsonrpc": "2.0", "id": 1, "method": "app/prepare", "params": {"framework": "hostile"}}
        [answer] = self.converse(["-c", HOSTILE], [request])
        self.assertEqual(answer["result"]["versions"]["server"], "s")


if __name__ == "__main__":
    unittest.main()
