"""The agents' metrics through the protocol: uvicorn's spawned workers, forked ones, ended ones, and none."""

import json
import pathlib
import unittest
import urllib.request

from sdk import agent_folder
from tests.adapter import SECOND, Adapter

FORKING = """
import sys
from sdk import wire
descriptor = wire.claim_stdout()
from agent.agent import PythonAgent
from sdk.server import Server
class Framework:
    description, deviations = "forks", []
    def prepare(self, progress): return {}
    def launch(self): return {"command": [sys.executable, "-m", "tests.forking_app"]}
Server("test", "1", {}, {"forking": Framework()}, descriptor, PythonAgent()).run()
"""


def folders(adapter):
    """The folders of an adapter's apps."""
    pattern = f"{agent_folder.PREFIX}{adapter.process.pid}-*"
    return list(pathlib.Path(agent_folder.place()).glob(pattern))


def get(answer, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{answer['address']['port']}{path}", timeout=20) as reply:
        return json.load(reply)


class AgentMetricsTest(unittest.TestCase):
    def test_every_process_of_uvicorn_has_its_pages_as_long_as_the_app_runs(self):
        with Adapter() as adapter:
            adapter.call("app/prepare", framework="fastapi")
            for workers in [1, 2]:
                answer = adapter.start(workers=workers)
                metrics = adapter.call("metrics/read", app=answer["app"])
                self.assertGreater(metrics["values"]["python.gc.collections"], 0)
                after = self.read_timed(adapter, answer)
                for phase in ["handler", "serialization"]:
                    self.assertGreater(self.increase(f"python.{phase}.calls", metrics, after), 0)
                    self.assertGreater(after["values"][f"python.{phase}.time"], 0)
                (folder,) = folders(adapter)
                pages = {path.name for path in folder.iterdir()}
                expected = {f"{kind}.{pid}" for kind in ["gc", "gil"] for pid in metrics["processes"]}
                self.assertLessEqual(expected, pages)
                self.assertGreaterEqual(len(metrics["processes"]), workers)
                adapter.call("app/stop", app=answer["app"])
                self.assertEqual(folders(adapter), [])

    def test_totals_of_forked_workers_are_added_and_stay_when_one_ends(self):
        with Adapter("-c", FORKING) as adapter:
            answer = adapter.start("forking", workers=3)
            first = adapter.call("metrics/read", app=answer["app"])
            workers = {get(answer, "/collect?5") for _ in range(20)}
            second = adapter.call("metrics/read", app=answer["app"])
            self.assertLessEqual(workers, set(second["processes"]))
            self.assertEqual(self.increase("python.gc.collections", first, second), 20 * 5)
            ended = get(answer, "/end")
            get(answer, "/collect?3")
            third = self.read_without(ended, adapter, answer)
            self.assertEqual(third["vanished"], [ended])
            self.assertEqual(self.increase("python.gc.collections", second, third), 3)
            for name in ["cpu.total", "cpu.user", "python.gc.time", "context_switches.voluntary"]:
                self.assertGreaterEqual(self.increase(name, second, third), 0)

    def test_waits_in_a_forked_worker_are_counted_and_the_longest_is_the_windows(self):
        with Adapter("-c", FORKING) as adapter:
            answer = adapter.start("forking", workers=2)
            reads = [adapter.call("metrics/read", app=answer["app"])]
            for _ in range(2):
                worker = get(answer, "/busy?150")
                reads.append(adapter.call("metrics/read", app=answer["app"]))
            reads.append(adapter.call("metrics/read", app=answer["app"]))
            for before, after in zip(reads[:2], reads[1:3]):
                # One of them has to wait at least a few switches of 5 ms, in whatever order they come to run.
                self.assertGreater(self.increase("python.gil.wait", before, after), 0.015 * SECOND)
                self.assertGreater(self.increase("python.gil.waits", before, after), 0)
                self.assertGreaterEqual(
                    self.increase("python.gil.wait", before, after), after["values"]["python.gil.longest"]
                )
                for event in after["events"]:
                    self.assertGreater(event["timeNanoseconds"], before["timeNanoseconds"])
                    self.assertLess(event["timeNanoseconds"], after["timeNanoseconds"])
            self.assertIn(
                worker, {event["pid"] for event in reads[2]["events"] if event["kind"] == "gil_wait"}
            )
            self.assertEqual((reads[3]["values"]["python.gil.longest"], reads[3]["events"]), (0, []))

    def test_an_app_can_be_started_without_agents(self):
        with Adapter("-c", FORKING) as adapter:
            answer = adapter.start("forking", workers=1, agents=False)
            environment = pathlib.Path(f"/proc/{answer['processes'][0]['pid']}/environ").read_bytes()
            self.assertNotIn(b"HARNESS_AGENT_DIR", environment)
            self.assertEqual(folders(adapter), [])
            metrics = adapter.call("metrics/read", app=answer["app"])
            named = [metric["name"] for metric in adapter.description["metrics"]]
            self.assertEqual(sorted(metrics["values"].keys() | metrics["unavailable"].keys()), sorted(named))
            self.assertIn("without runtime agents", metrics["unavailable"]["python.gil.wait"])

    def test_what_a_killed_adapter_leaves_is_removed_by_the_next_start(self):
        adapter = Adapter("-c", FORKING)
        adapter.start("forking")
        adapter.process.kill()
        adapter.close()  # its folder stays until any adapter of this machine starts an app
        with Adapter("-c", FORKING) as another:
            another.start("forking")
            self.assertEqual((len(folders(another)), folders(adapter)), (1, []))
        self.assertEqual(folders(another), [])

    def increase(self, name, before, after):
        return after["values"][name] - before["values"][name]

    def read_timed(self, adapter, answer):
        """The first metrics after requests of which at least one was timed; that is one each 100 ms."""
        for _ in range(100):
            for _ in range(50):
                get(answer, "/path/int/7")
            metrics = adapter.call("metrics/read", app=answer["app"])
            if "python.serialization.time" in metrics["values"]:
                return metrics
        self.fail("5,000 requests, and none was timed")

    def read_without(self, pid, adapter, answer):
        """The first metrics without this process, which is about to end."""
        while True:
            metrics = adapter.call("metrics/read", app=answer["app"])
            if pid not in metrics["processes"]:
                return metrics


if __name__ == "__main__":
    unittest.main()
