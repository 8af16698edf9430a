"""Collections are counted exactly, and the app is as it would be without the agent."""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

from agent.agent import PythonAgent
from tests import pages, subjects
from tests.adapter import FOLDER


class CollectionsTest(unittest.TestCase):
    def test_forced_collections_are_counted_exactly(self):
        for generation in range(3):
            before, values, _ = subjects.run("collect", 7, generation, 0)
            self.assertEqual(values["python.gc.collections"], before + 7)
            self.assertGreaterEqual(values[f"python.gc.generation{generation}"], 7)
            self.assertGreater(values["python.gc.time"], 0)
            self.assertGreaterEqual(values["python.gc.time"], values["python.gc.longest"])
            self.assertEqual(sum(values[f"python.gc.generation{each}"] for each in range(3)), before + 7)

    def test_forked_children_count_for_themselves(self):
        before, values, _ = subjects.run("collect", 5, 2, 3)
        self.assertEqual(values["python.gc.collections"], before + 5 * 4)

    def test_a_process_that_becomes_another_program_goes_on_counting(self):
        before, values, _ = subjects.run("replace", 10_000)
        self.assertGreater(before, 10_000)
        self.assertEqual(values["python.gc.collections"], before + 1)

    def test_an_interpreter_that_does_not_tell_of_collections_says_so(self):
        specification = importlib.util.spec_from_file_location(
            "harness_agent", FOLDER / "agent" / "site" / "harness_agent.py"
        )
        agent = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(agent)
        with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.object(agent, "gc", object()):
            agent.start(folder)
            page = pages.Page(f"{folder}/gc.{os.getpid()}")
        self.assertIn("does not tell", page.reason)


class UnnoticedTest(unittest.TestCase):
    """The same program with and without the agent."""

    def both(self, *command, **environment):
        environment = {**os.environ, **environment}
        agent = PythonAgent()
        agent.prepare(lambda *_: None)
        with tempfile.TemporaryDirectory() as folder:
            return [
                subprocess.run(
                    [sys.executable, *command], cwd=FOLDER, env={**environment, **added}, capture_output=True
                )
                for added in [{}, agent.environment(folder, environment)]
            ]

    def test_the_app_finds_its_modules_as_without_the_agent(self):
        with tempfile.TemporaryDirectory() as own:
            pathlib.Path(own, "sitecustomize.py").write_text("import sys; sys.path.append('/added')")
            for search in ["", own]:
                without, within = self.both("-m", "tests.subjects", "search", PYTHONPATH=search)
                self.assertEqual((within.stderr, within.returncode), (b"", 0))
                expected, found = json.loads(without.stdout), json.loads(within.stdout)
                self.assertEqual(found["path"], expected["path"])
                if search:
                    self.assertEqual(found["sitecustomize"], f"{own}/sitecustomize.py")
                    self.assertIn("/added", found["path"])

    def test_a_broken_sitecustomize_is_reported_as_without_the_agent(self):
        with tempfile.TemporaryDirectory() as own:
            for text in ["1 / 0", "import no_such_module"]:
                pathlib.Path(own, "sitecustomize.py").write_text(text)
                without, within = self.both("-c", "print('alive')", PYTHONPATH=own)
                self.assertIn(b"Error", without.stderr)
                self.assertEqual((within.stderr, within.stdout), (without.stderr, without.stdout))

    def test_an_agent_that_cannot_write_stays_silent(self):
        agent = PythonAgent()
        agent.prepare(lambda *_: None)
        for folder in ["/nowhere", "/dev/null", "x" * 5000]:
            result = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    "import gc, os; gc.collect(); os.fork() or os._exit(0); os.wait(); print('alive')",
                ],
                env={**os.environ, **agent.environment(folder, os.environ)},
                capture_output=True,
                check=True,
            )
            self.assertEqual((result.stdout, result.stderr), (b"alive\n", b""))

    def test_other_programs_are_left_alone(self):
        agent = PythonAgent()
        agent.prepare(lambda *_: None)
        with tempfile.TemporaryDirectory() as folder:
            result = subprocess.run(
                ["sh", "-c", "echo alive"], env=agent.environment(folder, {}), capture_output=True, check=True
            )
            self.assertEqual((result.stdout, result.stderr, os.listdir(folder)), (b"alive\n", b"", []))


if __name__ == "__main__":
    unittest.main()
