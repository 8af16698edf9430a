import os
import pathlib
import platform
import signal
import socket
import sys
import tempfile
import time
import unittest
import unittest.mock
import urllib.request

from sdk import process_tree
from tests.adapter import SECOND, Adapter

MISBEHAVING = "tests/misbehaving.py"


def tree(answer):
    return process_tree.pids(answer["pid"])


class LifecycleTest(unittest.TestCase):
    def assert_gone(self, pids, seconds=2):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(map(process_tree.alive, pids)):
            time.sleep(0.01)
        self.assertEqual([pid for pid in pids if process_tree.alive(pid)], [])

    @classmethod
    def setUpClass(cls):
        with Adapter() as adapter:
            cls.prepared = adapter.call("app/prepare", framework="fastapi")
            cls.again = adapter.call("app/prepare", framework="fastapi")

    def test_preparing_again_is_quick(self):
        self.assertEqual(self.prepared["versions"].keys(), {"runtime", "framework", "server"})
        self.assertEqual(self.again["versions"], self.prepared["versions"])
        self.assertLess(self.again["durationNanoseconds"], 2 * SECOND)

    def test_an_app_is_started_on_its_processor_and_stopped(self):
        cpu = max(os.sched_getaffinity(0))
        with Adapter() as adapter:
            answer = adapter.start(cpus=[cpu])
            with urllib.request.urlopen(f"http://127.0.0.1:{answer['address']['port']}/health") as health:
                self.assertEqual((health.status, health.read()), (200, b'{"status":"ok"}'))
            pids = tree(answer)
            for pid in pids:
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
                self.assertIn(f"Cpus_allowed_list:\t{cpu}\n", status)
            adapter.call("app/stop", app=answer["app"])
            self.assert_gone(pids, seconds=0)
            self.assertEqual(adapter.call("metrics/read", app=answer["app"])["code"], -32005)
            self.assertEqual(adapter.call("shutdown"), {})
            self.assertEqual(adapter.process.wait(timeout=2), 0)

    def test_the_interpreter_can_be_chosen(self):
        with tempfile.TemporaryDirectory() as folder:
            chosen = pathlib.Path(folder, "chosen")
            chosen.symlink_to(sys.executable)
            with unittest.mock.patch.dict(os.environ, HARNESS_PYTHON=str(chosen)), Adapter() as adapter:
                runtime = adapter.call("initialize", protocolVersions=[1])["runtime"]
        self.assertEqual((runtime["path"], runtime["version"]), (str(chosen), platform.python_version()))

    def test_several_workers_are_stopped_to_the_last(self):
        with Adapter() as adapter:
            answer = adapter.start(workers=2)
            pids = tree(answer)
            self.assertGreaterEqual(len(pids), 3)
            adapter.call("app/stop", app=answer["app"])
            self.assert_gone(pids, seconds=0)

    def test_an_app_that_ends_is_reported(self):
        with Adapter() as adapter:
            answer = adapter.start()
            os.kill(answer["pid"], signal.SIGKILL)
            killed = time.monotonic()
            exited = adapter.receive(lambda message: message.get("method") == "app/exited")["params"]
            self.assertLess(time.monotonic() - killed, 1)
            self.assertEqual((exited["app"], exited["exitCode"], exited["signal"]), (answer["app"], None, signal.SIGKILL))

    def test_apps_end_with_the_input_and_with_a_killed_adapter(self):
        for workers in [1, 2]:
            for end in [lambda adapter: adapter.close(), lambda adapter: adapter.process.kill()]:
                with self.subTest(workers=workers), Adapter() as adapter:
                    pids = tree(adapter.start(workers=workers))
                    end(adapter)
                    self.assert_gone(pids)

    def test_apps_that_ignore_sigterm_are_killed_together_at_the_end_of_the_input(self):
        with Adapter(MISBEHAVING) as adapter:
            answer = adapter.start("hung")
            ending = adapter.call("app/stop", app=answer["app"])
            self.assertEqual(ending, {"exitCode": None, "signal": signal.SIGKILL})
            pids = [pid for _ in range(3) for pid in tree(adapter.start("hung"))]
            closed = time.monotonic()
            self.assertEqual(adapter.close(), 0)
            self.assertLess(time.monotonic() - closed, 2)  # rule T5
            self.assert_gone(pids, seconds=0)

    def test_the_end_of_the_input_interrupts_a_start(self):
        with Adapter(MISBEHAVING) as adapter:
            adapter.send("app/start", framework="deaf", workers=1, cpus=[], healthTimeoutNanoseconds=60 * SECOND)
            pids = []
            while len(pids) < 2:  # the shell and its sleep
                pids = process_tree.pids(adapter.process.pid)[1:]
            adapter.close()
            self.assert_gone(pids)

    def test_a_failed_start_says_why(self):
        with Adapter(MISBEHAVING) as adapter:
            error = adapter.start("broken")
            self.assertEqual(error["code"], -32003)
            self.assertEqual(error["data"]["stderr"], [str(number) for number in range(11, 31)])
            self.assertEqual(adapter.start("deaf", healthTimeoutNanoseconds=SECOND // 10)["code"], -32003)
            self.assertEqual(process_tree.pids(adapter.process.pid)[1:], [])

    def test_wrong_parameters_start_nothing(self):
        wrong = [
            {"workers": "1"}, {"workers": 0}, {"workers": True}, {"cpus": 1}, {"cpus": ["0"]}, {"ports": 1},
            {"ports": {"first": 1}}, {"ports": {"first": 70000, "last": 70001}},
            {"healthTimeoutNanoseconds": None}, {"healthTimeoutNanoseconds": "soon"},
        ]
        with Adapter() as adapter:
            for params in wrong:
                self.assertEqual(adapter.start(**params)["code"], -32602, params)
                self.assertEqual(process_tree.pids(adapter.process.pid)[1:], [])

    def test_what_cannot_be_started_has_its_own_code(self):
        with Adapter() as adapter, socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.assertEqual(adapter.start(ports={"first": port, "last": port})["code"], -32004)
            unknown = adapter.start("nope")
            self.assertEqual(unknown["code"], -32001)
            self.assertIn("fastapi", unknown["data"]["hint"])


if __name__ == "__main__":
    unittest.main()
