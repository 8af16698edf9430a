"""What the agent counts in a JVM that makes garbage, and what it does not do to one."""

import os
import pathlib
import subprocess
import time
import unittest

from agent.agent import JavaAgent
from sdk import agent_folder
from tests import pages
from tests.adapter import FOLDER, SECOND, Adapter

ARRAYS, COLLECTIONS = 100_000, 5


class AgentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = JavaAgent()
        cls.agent.prepare(lambda *_: None)

    def run_garbage(self, *flags, folder=None):
        """What the program prints with these flags of the JVM and its pages in a folder."""
        environment = {**os.environ, **self.agent.environment(str(folder), os.environ)}
        loaded = f"-javaagent:{environment['HARNESS_JAVA_AGENT']}"
        command = ["java", *flags, loaded, str(FOLDER / "tests/Garbage.java"), str(ARRAYS), str(COLLECTIONS)]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True)

    def make_folder(self):
        folder = agent_folder.make()
        self.addCleanup(agent_folder.remove, folder)
        return folder

    def test_the_counters_move_when_garbage_is_made(self):
        for collector in ["-XX:+UseSerialGC", "-XX:+UseG1GC"]:
            with self.subTest(collector):
                folder = self.make_folder()
                begin = time.monotonic_ns()
                collected = int(self.run_garbage(collector, folder=folder).stdout)
                end = time.monotonic_ns()
                values, reasons = pages.read(folder, self.agent.metrics)
                self.assertEqual(reasons, {})
                self.assertGreaterEqual(values["java.gc.collections"], collected)  # G1's beans leave some pauses out
                self.assertGreaterEqual(collected, COLLECTIONS)
                self.assertGreaterEqual(values["java.alloc.bytes"], ARRAYS * 1024)
                self.assertGreaterEqual(values["java.safepoints"], COLLECTIONS)
                self.assertGreaterEqual(values["java.safepoints.time"], values["java.gc.pause"])
                self.assertGreater(values["java.jit.time"], 0)
                self.assertLessEqual(0 < values["java.heap.used"], values["java.heap.committed"])
                self.assert_events(values, *pages.pages(folder, "gc"), begin, end)

    def assert_events(self, values, page, begin, end):
        events = page.events()
        self.assertGreater(len(events), 0)
        self.assertEqual(max(duration for _, duration, _ in events), values["java.gc.longest"])
        self.assertLessEqual(sum(duration for _, duration, _ in events), values["java.gc.pause"])
        for start, duration, kind in events:
            self.assertEqual(kind, 1)
            self.assertGreaterEqual(duration, SECOND // 1000)
            self.assertLess(begin, start)
            self.assertLess(start + duration, end)

    def test_a_jvm_that_keeps_no_counters_says_so(self):
        folder = self.make_folder()
        self.run_garbage("-XX:-UsePerfData", folder=folder)
        values, reasons = pages.read(folder, self.agent.metrics)
        self.assertEqual(values, {})
        self.assertEqual(reasons.keys(), {metric["name"] for metric in self.agent.metrics})
        self.assertIn("the JVM keeps no /tmp/hsperfdata_", reasons["java.gc.pause"])

    def test_an_app_whose_pages_cannot_be_made_is_as_without_an_agent(self):
        result = self.run_garbage(folder="/proc/no-such-folder")
        self.assertGreaterEqual(int(result.stdout), COLLECTIONS)
        self.assertEqual(result.stderr, "")

    def test_an_app_can_be_started_without_it(self):
        with Adapter() as adapter:
            for agents in [True, False]:
                app = adapter.start("httpserver", agents=agents, healthTimeoutNanoseconds=300 * SECOND)
                process = pathlib.Path("/proc", str(app["pid"]))
                command, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
                self.assertEqual(b"-javaagent" in command, agents)
                self.assertEqual(b"HARNESS_AGENT_DIR" in environment, agents)
                self.assertEqual("agentFolder" in app, agents)
                adapter.call("app/stop", app=app["app"])


if __name__ == "__main__":
    unittest.main()
