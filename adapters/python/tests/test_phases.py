"""FastAPI's handlers and serialisation take the time they are known to take, and FastAPI is as it would be."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from agent.agent import PythonAgent
from sdk import agent_folder
from tests import pages, subjects
from tests.adapter import FOLDER, Adapter

INTERPRETER = FOLDER / ".venv" / "fastapi" / "bin" / "python"
KNOWN = 20_000_000  # of tests.handling
BURST, PAUSE_SECONDS = 16, 0.1
NAMES = [f"python.{phase}.{what}" for phase in ["handler", "serialization"] for what in ["time", "calls"]]


class PhasesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with Adapter() as adapter:
            adapter.call("app/prepare", framework="fastapi")

    def read(self, path, count, pause=0):
        """How long it took, and the four figures, None where there is none."""
        command = [path, count, pause]
        took, values, _ = subjects.run(*command, module="tests.handling", interpreter=INTERPRETER)
        return took, [values.get(name) for name in NAMES]

    def test_handlers_take_the_time_they_sleep_and_spin(self):
        for path in ["/awaiting", "/spinning"]:
            took, (handling, calls, serializing, texts) = self.read(path, 10)
            self.assertEqual((calls, texts), (10, 10))
            self.assertGreaterEqual(handling, KNOWN)
            self.assertLessEqual(10 * (handling + serializing - 1), took)

    def test_serialisation_takes_the_time_that_encoders_and_models_take(self):
        for path in ["/encoded", "/modelled"]:
            took, (handling, calls, serializing, texts) = self.read(path, 10)
            self.assertEqual((calls, texts), (10, 10))
            self.assertGreaterEqual(serializing, KNOWN)
            self.assertLessEqual(10 * (handling + serializing - 1), took)

    def test_what_is_no_json_is_not_serialised_and_what_fails_is_handled(self):
        _, (_, calls, serializing, texts) = self.read("/text", 10)
        self.assertEqual((calls, serializing, texts), (10, None, 0))
        _, (_, calls, _, texts) = self.read("/failing", 10)
        self.assertEqual((calls, texts), (10, 10))  # the error's answer is JSON

    def test_requests_are_timed_in_bursts_with_the_functions_themselves_between_them(self):
        for pause, timed in [(0, BURST), (2 * PAUSE_SECONDS, BURST + 20)]:
            # 20 of a process's first requests, which take no time, and 20 of its next.
            _, (_, calls, _, texts) = self.read("/failing", 20, pause)
            self.assertGreaterEqual(calls, BURST)
            self.assertLessEqual(calls, timed)
            self.assertEqual(calls > BURST, pause > 0)
            self.assertEqual(texts, calls)


class OtherFrameworkTest(unittest.TestCase):
    """Packages that are called fastapi, but are not as the agent knows it."""

    def run_with(self, files, program):
        """What the program prints with and without the agent, and the reason why there are no phases."""
        agent = PythonAgent()
        folder = agent_folder.make()
        self.addCleanup(agent_folder.remove, folder)
        with tempfile.TemporaryDirectory() as place:
            for name, text in files.items():
                path = pathlib.Path(place, name)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
            plain = {**os.environ, "PYTHONPATH": place}
            both = [
                subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True)
                for environment in [plain, {**plain, **agent.environment(folder, plain)}]
            ]
        return both, pages.read(folder, agent.metrics)[1].get("python.handler.time", agent.missing["phases"])

    def test_another_fastapi_works_and_says_what_it_does_not_have(self):
        files = {"fastapi/__init__.py": "", "fastapi/routing.py": "JSONResponse = 1"}
        program = (
            "import sys, fastapi.routing as it; "
            "print(it.JSONResponse, vars(it.__spec__.loader).keys(), [type(each) for each in sys.meta_path])"
        )
        (without, within), reason = self.run_with(files, program)
        self.assertEqual((within.stdout, within.stderr), (without.stdout, without.stderr))
        self.assertIn("no run_endpoint_function, serialize_response", reason)

    def test_without_fastapi_the_reason_names_it(self):
        for files in [{}, {"fastapi/__init__.py": ""}]:
            (without, within), reason = self.run_with(files, "import fastapi.routing")
            self.assertIn(b"ModuleNotFoundError", without.stderr)
            self.assertEqual(within.stderr, without.stderr)
            self.assertIn("loaded FastAPI", reason)


if __name__ == "__main__":
    unittest.main()
