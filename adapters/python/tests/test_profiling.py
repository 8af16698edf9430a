"""Profiles through the protocol: whose functions they name, when there are none, and what is left afterwards."""

import contextlib
import json
import os
import pathlib
import signal
import stat
import tempfile
import time
import unittest
import unittest.mock
import urllib.request

from sdk import process_tree, profiling
from tests.adapter import SECOND, Adapter

INVALID_PARAMS, UNKNOWN_APP, UNAVAILABLE = -32602, -32005, -32006
BODY = json.dumps([{"name": f"item {number}", "values": [number, number / 7]} for number in range(2000)]).encode()

OTHER_PROGRAM = """
import sys
from sdk import wire
descriptor = wire.claim_stdout()
from profiler.py_spy import PySpy
from sdk.server import Server
class Framework:
    description, deviations = "forks", []
    def prepare(self, progress): return {}
    def launch(self): return {"command": [sys.executable, "-m", "tests.forking_app"]}
Server("test", "1", {}, {"forking": Framework()}, descriptor, None, PySpy(%r)).run()
"""


def post(answer, path):
    url = f"http://127.0.0.1:{answer['address']['port']}{path}"
    request = urllib.request.Request(url, BODY, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as reply:
        reply.read()


def profilers(adapter):
    """The adapter's children that sample."""
    commands = {pid: pathlib.Path(f"/proc/{pid}/cmdline") for pid in process_tree.pids(adapter.process.pid)}
    return [pid for pid, command in commands.items() if b"py-spy\0record" in command.read_bytes()]


@contextlib.contextmanager
def program(text):
    """A shell script in the place of py-spy."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "py-spy")
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        yield str(path)


class ProfilingTest(unittest.TestCase):
    def assert_gone(self, pids, seconds=2):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and any(map(process_tree.alive, pids)):
            time.sleep(0.01)
        self.assertEqual([pid for pid in pids if process_tree.alive(pid)], [])

    def profile_of(self, adapter, answer, path, frames):
        """The first profile under load with a stack that has all frames: a machine that does other work may take several."""
        for _ in range(20):
            started = adapter.call("profile/start", app=answer["app"])
            self.assertEqual((started["unit"], started["intervalNanoseconds"]), ("samples", SECOND // 100))
            self.assertRegex(started["profiler"], r"^py-spy [\d.]+$")
            for _ in range(50):
                post(answer, path)
            found = adapter.call("profile/stop", app=answer["app"])
            if any(all(frame in line for frame in frames) for line in found["folded"].splitlines()):
                return found
        self.fail(f"no stack with {frames} in {found}")

    def test_endpoints_of_all_processes_are_named(self):
        with Adapter() as adapter:
            for workers in [1, 2]:
                with self.subTest(workers=workers):
                    answer = adapter.start(workers=workers, profiler=True)
                    found = self.profile_of(adapter, answer, "/json/large", ["(uvicorn/", "json_body (apps/fastapi/raw.py)"])
                    self.assertEqual(profilers(adapter), [])
                    lines = found["folded"].splitlines()
                    counts = [int(line.rpartition(" ")[2]) for line in lines]
                    self.assertEqual((sum(counts), sorted(counts, reverse=True)), (found["samples"], counts))
                    self.assertEqual(len({line.rpartition(" ")[0] for line in lines}), len(lines))
                    self.assertNotRegex(found["folded"], r"process \d+:|\.py:\d")
                    adapter.call("app/stop", app=answer["app"])

    def test_a_profile_begins_and_ends_once(self):
        with Adapter() as adapter:
            without = adapter.start()["app"]
            app = adapter.start(profiler=True)["app"]
            calls = [
                ("profile/start", "9", UNKNOWN_APP), ("profile/stop", "9", UNKNOWN_APP),
                ("profile/start", without, INVALID_PARAMS), ("profile/stop", without, INVALID_PARAMS),
                ("profile/stop", app, INVALID_PARAMS), ("profile/start", app, None),
                ("profile/start", app, INVALID_PARAMS), ("profile/stop", app, None),
                ("profile/stop", app, INVALID_PARAMS),
            ]
            for method, name, code in calls:
                self.assertEqual(adapter.call(method, app=name).get("code"), code, (method, name))

    def test_nothing_is_left_whatever_ends(self):
        ends = {
            "app": lambda adapter, answer: os.kill(answer["pid"], signal.SIGKILL),
            "stop": lambda adapter, answer: adapter.call("app/stop", app=answer["app"]),
            "input": lambda adapter, answer: adapter.close(),
            "adapter": lambda adapter, answer: adapter.process.kill(),
        }
        for what, end in ends.items():
            with self.subTest(what), Adapter() as adapter:
                answer = adapter.start(profiler=True)
                adapter.call("profile/start", app=answer["app"])
                pids = profilers(adapter)
                self.assertEqual(len(pids), 1)
                end(adapter, answer)
                self.assert_gone(pids)
                if what == "app":
                    adapter.receive(lambda message: message.get("method") == "app/exited")
                    self.assertEqual(adapter.call("profile/stop", app=answer["app"])["code"], UNKNOWN_APP)

    def test_a_py_spy_that_cannot_sample_says_why_and_the_app_runs(self):
        with program("echo Error: Permission Denied >&2; exit 1") as forbidden, program("exit 3") as mute:
            for path, reason in {"/none": "no /none", forbidden: "Permission Denied", mute: "status 3"}.items():
                with self.subTest(reason), Adapter("-c", OTHER_PROGRAM % path) as adapter:
                    answer = adapter.start("forking", profiler=True)
                    app = answer["app"]
                    error = adapter.call("profile/start", app=app)
                    self.assertEqual(error["code"], UNAVAILABLE)
                    self.assertIn(reason, error["message"])
                    self.assertTrue(error["data"]["hint"])
                    self.assertEqual(adapter.call("profile/stop", app=app)["code"], INVALID_PARAMS)
                    self.assertTrue(process_tree.alive(answer["pid"]))

    def test_a_py_spy_that_ends_early_gives_no_profile(self):
        with program("echo 'py-spy> Sampling process 100 times'; read never") as early:
            with Adapter("-c", OTHER_PROGRAM % early) as adapter:
                app = adapter.start("forking", profiler=True)["app"]
                self.assertNotIn("code", adapter.call("profile/start", app=app))
                self.assertEqual(adapter.call("profile/stop", app=app)["code"], UNAVAILABLE)

    def test_what_a_message_cannot_hold_is_the_rarest_and_noted(self):
        stacks = {'"quoted";rare': 1, "often": 30, "also often": 20}
        self.assertEqual(profiling.profile(stacks)["folded"], 'often 30\nalso often 20\n"quoted";rare 1\n')
        with unittest.mock.patch.object(profiling, "MAXIMUM_BYTES", 30):
            shortened = profiling.profile(stacks, 2, ["late"])
        self.assertEqual((shortened["folded"], shortened["samples"], shortened["lost"]), ("often 30\nalso often 20\n", 51, 2))
        self.assertRegex(shortened["notes"][1], "the 1 rarest of 3 stacks")


if __name__ == "__main__":
    unittest.main()
