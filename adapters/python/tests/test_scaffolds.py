"""What `harness adapters new` and `harness frameworks new` begin with works as it is."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import unittest.mock
import urllib.request

from tests.adapter import FOLDER, SECOND, Adapter

ADAPTER_SCAFFOLDS = [FOLDER / "scaffolds/adapter", FOLDER.parent / "scaffolds/adapter"]
LEFT_BEHIND = shutil.ignore_patterns(".venv", ".build", "__pycache__")


def fill(scaffold, target, values):
    """Writes what a scaffold says into a folder, as the host does."""
    instructions = json.loads((scaffold / "scaffold.json").read_text())
    for file in filter(pathlib.Path.is_file, (scaffold / "files").rglob("*")):
        copy = target / filled(str(file.relative_to(scaffold / "files")), values)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(filled(file.read_text(), values))
        copy.chmod(file.stat().st_mode)
    for path in instructions.get("copies", []):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FOLDER / path, target / path)
    for line in instructions.get("lines", []):
        file = target / line["file"]
        before, mark, after = file.read_text().partition("\n" + line["before"])
        file.write_text(before + "\n" + filled(line["text"], values) + mark + after)


def filled(text, values):
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    return text


class ScaffoldsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_a_new_adapter_passes_its_own_test(self):
        for number, scaffold in enumerate(ADAPTER_SCAFFOLDS):
            with self.subTest(scaffold):
                target = self.folder / str(number)
                fill(scaffold, target, {"name": "c-sharp", "language": "C#", "unserved": '"query-3"'})
                self.assertEqual([path for path in target.rglob("*") if path.is_file() and "{{" in path.read_text()], [])
                result = subprocess.run([target / "test"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
                self.assertEqual(result.returncode, 0, result.stdout.decode())

    def test_new_adapters_with_and_without_the_sdk_have_the_same_app(self):
        for path in ["files/apps/http/app.py", "files/test", "files/adapter.json"]:
            with_sdk, without = [(scaffold / path).read_text() for scaffold in ADAPTER_SCAFFOLDS]
            self.assertEqual(with_sdk, without)

    def test_a_new_framework_is_known_and_serves(self):
        target = self.folder / "python"
        shutil.copytree(FOLDER, target, ignore=LEFT_BEHIND)
        fill(FOLDER / "scaffolds/framework", target, {"name": "my-framework", "identifier": "my_framework"})
        environment = unittest.mock.patch.dict(os.environ, HARNESS_BUILD_DIR=str(FOLDER))  # installed once
        with environment, Adapter(folder=target) as adapter:
            names = [framework["name"] for framework in adapter.description["frameworks"]]
            self.assertEqual(names[-1], "my-framework")
            started = adapter.start("my-framework", healthTimeoutNanoseconds=300 * SECOND)
            self.assertIn("address", started)
            url = "http://{host}:{port}/json/small".format(**started["address"])
            with urllib.request.urlopen(urllib.request.Request(url, b'{"id" : 7}'), timeout=30) as answer:
                self.assertEqual(json.load(answer), {"id": 7})


if __name__ == "__main__":
    unittest.main()
