"""Every framework's folder is complete, without installing any."""

import re
import unittest

from sdk.framework import ADAPTER, WORKLOAD, declared_in
from tests.adapter import Adapter

PIN = re.compile(r"[a-z0-9-]+==\S+(?: ; .+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+")
FRAMEWORKS = declared_in(path.parent.name for path in ADAPTER.glob("apps/*/framework.py"))
LOCKS = [*ADAPTER.glob("apps/*/requirements*.txt"), *ADAPTER.glob("scaffolds/**/requirements.txt"), ADAPTER / "profiler/requirements.txt"]


class FrameworksTest(unittest.TestCase):
    def test_every_folder_has_its_line_in_the_adapter(self):
        with Adapter() as adapter:
            told = adapter.description["frameworks"]
        self.assertEqual({framework["name"] for framework in told}, set(FRAMEWORKS))
        self.assertEqual([framework["name"] for framework in told if framework["default"]], ["fastapi"])

    def test_every_framework_is_described_and_its_versions_are_those_of_its_lock_file(self):
        for name, framework in FRAMEWORKS.items():
            with self.subTest(name):
                self.assertTrue(framework.description)
                self.assertEqual(framework.folder.name, name.partition("@")[0])
                self.assertEqual(framework.versions.keys(), {"runtime", "framework", "server"})
                for version in framework.versions.values():
                    self.assertRegex(version, r"^\S+ \d\S*$")

    def test_every_framework_has_what_it_is_started_with(self):
        for name, framework in FRAMEWORKS.items():
            with self.subTest(name):
                _, *command = framework.launch()["command"]
                if command[0] == "-m":
                    served_by, app = WORKLOAD / f"{command[1].replace('.', '/')}.py", "main.py"
                else:
                    served_by, app = framework.folder / command[0], command[0]
                self.assertTrue(served_by.exists(), served_by)
                self.assertTrue((framework.folder / app).exists(), app)

    def test_everything_that_is_installed_is_pinned_with_hashes(self):
        for lock in LOCKS:
            with self.subTest(lock):
                self.assertEqual(PIN.sub("", lock.read_text()), "")

    def test_lock_files_have_what_their_short_lists_ask_for_in_the_shared_versions(self):
        shared = dict(line.split("==") for line in (WORKLOAD / "constraints.txt").read_text().split())
        for lock in LOCKS:
            pinned = dict(re.findall(r"^([^\s=]+)==(\S+)", lock.read_text(), re.M))
            for name in re.findall(r"^[a-z][^\s=]*", lock.with_suffix(".in").read_text(), re.M):
                with self.subTest(lock, package=name):
                    self.assertEqual(pinned[name], shared.get(name, pinned[name]))


if __name__ == "__main__":
    unittest.main()
