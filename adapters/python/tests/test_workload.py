"""What frameworks share: texts of fields, strict JSON, models by path, and what the adapter hands an app."""

import asyncio
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

from sdk import errors
from sdk.environment import VirtualEnvironment
from sdk.framework import WORKLOAD
from tests import samples
from tests.adapter import FOLDER, Adapter

sys.path.append(str(WORKLOAD))

from contract import answers, fields, json_text, ticks
from servers import inherited

MODELS = """
import json
from contract import routes
from contract.parameters import Medium
print(json.dumps({kind: list(getattr(routes, kind)) for kind in ["JSON", "MULTIPART", "FORM", "QUERY", "PATH"]}))
print(Medium.of([("category", "a"), ("category", "b"), ("tags", "x")]).model_dump_json(exclude_unset=True))
print(list(routes.spelled(routes.TYPED_PATH, "<{}>")))
"""


class WorkloadTest(unittest.TestCase):
    def test_repeated_names_become_arrays(self):
        pairs = [("a", "1"), ("b", ""), ("a", "2"), ("a", "")]
        self.assertEqual(fields.parsed("a=1&b=&a=2&a="), pairs)
        self.assertEqual(fields.folded(pairs), {"a": ["1", "2", ""], "b": ""})
        self.assertEqual([*fields.pairs({"a": ["1", "2"], "b": ""})], [("a", "1"), ("a", "2"), ("b", "")])

    def test_what_is_no_json_is_malformed(self):
        for text in ["NaN", "[Infinity]", "{", b"\xff", "[" * 100_000]:
            with self.assertRaises(answers.MALFORMED):
                json_text.loads(text)
        self.assertEqual(json_text.loads('{"a": [1.5, null]}'), {"a": [1.5, None]})

    def test_every_path_of_the_contract_has_its_model(self):
        with Adapter() as adapter:
            adapter.call("app/prepare", framework="fastapi")
        interpreter = FOLDER / ".venv/fastapi/bin/python"
        output = subprocess.run([interpreter, "-c", MODELS], cwd=WORKLOAD, check=True, stdout=subprocess.PIPE).stdout
        paths, typed, spelled = output.decode().splitlines()
        declared = {
            "JSON": "json", "MULTIPART": "multipart", "FORM": "form", "QUERY": "query", "PATH": "parameters",
        }
        for kind, rules in declared.items():
            wanted = {
                endpoint["path"] for endpoint in samples.ENDPOINTS.values()
                if rules in endpoint or rules in endpoint.get("body", {})
            }
            self.assertEqual(set(json.loads(paths)[kind]), wanted)
        self.assertEqual(json.loads(typed), {"category": "b", "tags": ["x"]})
        self.assertIn("/path/int/<id>", spelled)

    def test_events_follow_the_last_one_that_a_reader_has_with_a_pause_between_them(self):
        async def paced(*asked):
            return [number async for number in ticks.paced(int, *asked)]

        query = {"events": "4", "interval_ms": "250"}
        self.assertEqual(ticks.asked(query, {}), (4, 250, 0))
        asked = ticks.asked(query, {"Last-Event-ID": "1"})
        with unittest.mock.patch("time.sleep") as pause:
            self.assertEqual([*ticks.blocking(int, *asked)], [2, 3, 4])
        self.assertEqual(pause.mock_calls, [unittest.mock.call(0.25)] * 2)
        with unittest.mock.patch("asyncio.sleep") as pause:
            self.assertEqual(asyncio.run(paced(*asked)), [2, 3, 4])
        self.assertEqual(pause.mock_calls, [unittest.mock.call(0.25)] * 2)
        with unittest.mock.patch("time.sleep") as pause:
            self.assertEqual([*ticks.blocking(int, 3, 0, 3)], [])
            self.assertEqual("".join(ticks.blocking(ticks.text, 2, 0, 1)), 'id: 2\nevent: tick\ndata: {"seq":2}\n\n')
        pause.assert_not_called()

    def test_an_app_takes_the_socket_and_the_number_of_workers(self):
        with socket.create_server(("127.0.0.1", 0)) as bound:
            handed = {"HARNESS_LISTEN_FD": str(os.dup(bound.fileno())), "HARNESS_WORKERS": "3"}
            with unittest.mock.patch.dict(os.environ, handed), inherited.listener() as listener:
                self.assertEqual(listener.getsockname(), bound.getsockname())
                self.assertEqual(inherited.workers(), 3)

    def test_a_worker_dies_with_its_parent(self):
        program = (
            "import os, time; from servers import inherited\n"
            "inherited.forks_die_with_parents()\n"
            "ready, told = os.pipe()\n"
            "if os.fork() == 0: os.write(told, b'.'); time.sleep(60)\n"
            "os.read(ready, 1); os.kill(os.getpid(), 9)\n"
        )
        parent = subprocess.Popen([sys.executable, "-c", program], cwd=WORKLOAD, stdout=subprocess.PIPE)
        self.assertEqual(parent.stdout.read(), b"")  # ends when nobody has the pipe any more
        self.assertEqual(parent.wait(), -9)
        parent.stdout.close()

    def test_a_worker_whose_parent_is_gone_already_dies_at_once(self):
        program = "from servers import inherited; inherited.die_with_supervisor(); print('outlived it')"
        worker = subprocess.run([sys.executable, "-c", program], cwd=WORKLOAD, env={"HARNESS_SUPERVISOR": "1"}, stdout=subprocess.PIPE, check=False)
        self.assertEqual((worker.returncode, worker.stdout), (-9, b""))

    def test_what_cannot_be_installed_is_told_with_the_reason_and_a_hint(self):
        with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, PIP_NO_INDEX="1"):
            lock = pathlib.Path(folder, "requirements.txt")
            lock.write_text(f"no-such-package==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
            with self.assertRaises(errors.ProtocolError) as raised:
                VirtualEnvironment(pathlib.Path(folder, "venv"), lock).prepare(lambda *_: None)
        self.assertEqual(raised.exception.code, errors.PREPARE_FAILED)
        self.assertIn("no-such-package==1.0", " ".join(raised.exception.stderr))
        self.assertIn("PyPI", raised.exception.hint)


if __name__ == "__main__":
    unittest.main()
