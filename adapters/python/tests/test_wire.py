import json
import os
import pathlib
import pty
import subprocess
import sys
import unittest

from sdk import errors, wire

ROOT = pathlib.Path(__file__).parents[3]
SPECIFICATION = ROOT / "Sources/AdapterProtocol/Specification/v1"
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


def assemble(parts):
    """A line of lines.json as bytes, its end included."""
    texts = [{"text": part} if isinstance(part, str) else part for part in parts]
    pieces = [
        bytes.fromhex(part["hex"]) if "hex" in part else part["text"].encode() * part.get("times", 1) for part in texts
    ]
    return b"".join(pieces).replace(b"FRAMEWORK", b"fastapi") + b"\n"


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

    def test_of_a_line_that_is_too_long_no_more_is_kept_than_tells_so(self):
        framer = wire.LineFramer()
        lines = [line for _ in range(300) for line in framer.feed(b"x" * 65536)] + framer.feed(b"\n{}\n")
        self.assertEqual([len(line) for line in lines], [wire.MAXIMUM_BYTES + 2, 2])

    def test_the_shared_examples_survive(self):
        files = sorted(SPECIFICATION.glob("examples/*/*.json"))
        self.assertGreater(len(files), 15)
        for file in files:
            message = wire.parse(file.read_bytes())
            self.assertEqual(wire.parse(wire.serialise(message)), json.loads(file.read_text()))
            kind = "method" if "Request" in file.parent.name or "Notification" in file.parent.name else None
            self.assertEqual("method" in message, kind == "method", file)


class ServerTest(unittest.TestCase):
    def converse(self, script, lines):
        """What an adapter answers to lines that come in pieces, to the request "last" at the end; it ends with its input."""
        process = subprocess.Popen(
            [sys.executable, *script], cwd=ROOT / "adapters/python",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for line in lines:
            size = 7 if len(line) < 1000 else len(line)
            for start in range(0, len(line), size):
                process.stdin.write(line[start : start + size])
                process.stdin.flush()
        answers = []
        while not answers or answers[-1]["id"] != "last":
            answers.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        self.assertEqual(process.wait(timeout=5), 0)
        self.assertEqual(process.stdout.read(), b"")
        process.stdout.close()
        return answers

    def test_every_line_has_the_answer_of_the_specification(self):
        cases = json.loads((SPECIFICATION / "lines.json").read_text())
        answers = iter(self.converse(["adapter.py"], [assemble(case["line"]) for case in cases]))
        for case in cases:
            if expected := case["answer"]:
                with self.subTest(case["what"]):
                    answer = next(answers)
                    error = answer.get("error", {"code": None, "message": ""})
                    self.assertEqual((answer["id"], error["code"]), (expected["id"], expected["code"]))
                    self.assertIn(expected.get("says", ""), error["message"])
        self.assertEqual(list(answers), [])

    def test_a_terminal_is_told_what_the_adapter_is(self):
        ends = pty.openpty()
        self.addCleanup(lambda: [*map(os.close, ends)])
        result = subprocess.run([sys.executable, "adapter.py"], cwd=ROOT / "adapters/python", stdin=ends[1], stderr=subprocess.PIPE, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"python adapter 1 of harness", result.stderr)

    def test_stray_output_never_reaches_the_wire(self):
        request = {"jsonrpc": "2.0", "id": "last", "method": "app/prepare", "params": {"framework": "hostile"}}
        [answer] = self.converse(["-c", HOSTILE], [json.dumps(request).encode() + b"\n"])
        self.assertEqual(answer["result"]["versions"]["server"], "s")


if __name__ == "__main__":
    unittest.main()
