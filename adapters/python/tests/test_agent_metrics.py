"""The pages of an app's processes: where they are, how long, and why there are none."""

import pathlib
import unittest

from sdk import agent_folder, process_tree
from tests.adapter import Adapter

FORKING = "tests/forking_adapter.py"


def folders(adapter):
    """The folders of an adapter's apps."""
    pattern = f"{agent_folder.PREFIX}{adapter.process.pid}-*"
    return list(pathlib.Path(agent_folder.place()).glob(pattern))


class AgentMetricsTest(unittest.TestCase):
    def test_every_process_of_uvicorn_has_its_pages_as_long_as_the_app_runs(self):
        with Adapter() as adapter:
            adapter.call("app/prepare", framework="fastapi")
            for workers in [1, 2]:
                answer = adapter.start(workers=workers)
                (folder,) = folders(adapter)
                self.assertEqual(answer["agentFolder"], str(folder))
                pages = {path.name for path in folder.iterdir()}
                processes = process_tree.pids(answer["pid"])
                self.assertLessEqual({f"{kind}.{pid}" for kind in ["gc", "gil"] for pid in processes}, pages)
                self.assertGreaterEqual(len(processes), workers)
                adapter.call("app/stop", app=answer["app"])
                self.assertEqual(folders(adapter), [])

    def test_why_an_app_has_no_pages_of_a_kind_is_told(self):
        with Adapter(FORKING) as adapter:
            answer = adapter.start("forking")
            metrics = adapter.call("metrics/read", app=answer["app"])
            self.assertEqual(metrics["values"], {})
            self.assertIn("no seam", metrics["unavailable"]["python.ffi.time"])
            self.assertIn("loaded FastAPI", metrics["unavailable"]["python.handler.time"])
            self.assertNotIn("python.gil.wait", metrics["unavailable"])

    def test_an_app_can_be_started_without_agents(self):
        with Adapter(FORKING) as adapter:
            answer = adapter.start("forking", workers=1, agents=False)
            environment = pathlib.Path(f"/proc/{answer['pid']}/environ").read_bytes()
            self.assertNotIn(b"HARNESS_AGENT_DIR", environment)
            self.assertEqual(folders(adapter), [])
            self.assertNotIn("agentFolder", answer)

    def test_what_a_killed_adapter_leaves_is_removed_by_the_next_start(self):
        adapter = Adapter(FORKING)
        adapter.start("forking")
        adapter.process.kill()
        adapter.close()  # its folder stays until any adapter of this machine starts an app
        with Adapter(FORKING) as another:
            another.start("forking")
            self.assertEqual((len(folders(another)), folders(adapter)), (1, []))
        self.assertEqual(folders(another), [])


if __name__ == "__main__":
    unittest.main()
