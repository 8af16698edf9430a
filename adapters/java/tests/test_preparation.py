import os
import pathlib
import subprocess
import tempfile
import unittest
import unittest.mock

import jdk
from agent import agent
from framework import Framework
from sdk.errors import PREPARE_FAILED, ProtocolError

with unittest.mock.patch("sdk.wire.claim_stdout"):  # it is ours
    from adapter import FRAMEWORKS


def silently(*_):
    pass


class PreparationTest(unittest.TestCase):
    def test_a_framework_whose_package_is_missing_says_how_to_install_it(self):
        absent = Framework("absent", "not there", package="libabsent-java", jars=["absent"])
        with self.assertRaises(ProtocolError) as caught:
            absent.prepare(silently)
        self.assertEqual(caught.exception.code, PREPARE_FAILED)
        self.assertEqual(caught.exception.hint, "apt-get install --no-install-recommends libabsent-java")

    def test_what_does_not_compile_is_told_with_the_compilers_last_lines_and_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "Wrong.java")
            source.write_text("class Wrong { int number = true; }")
            before = built()
            with self.assertRaises(ProtocolError) as caught:
                jdk.compiled("wrong", [source], [], silently)
        self.assertEqual(caught.exception.code, PREPARE_FAILED)
        self.assertIn("incompatible types", "\n".join(caught.exception.stderr))
        self.assertEqual(built(), before)

    def test_everything_whose_packages_are_here_compiles_without_a_warning(self):
        self.lint("agent", agent.SOURCES, [])
        for name, framework in FRAMEWORKS.items():
            if all(jar.exists() for jar in framework.jars):
                self.lint(name, framework.sources, framework.jars)

    def lint(self, name, sources, jars):
        with self.subTest(name), tempfile.TemporaryDirectory() as classes:
            flags = ["-Xlint:all", "-Werror", "-d", classes, "-classpath", os.pathsep.join(map(str, jars))]
            result = subprocess.run([*jdk.JAVAC, *flags, *sources], capture_output=True, text=True)
            self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_what_is_built_is_not_built_again(self):
        httpserver = Framework("httpserver", "the default")
        httpserver.prepare(silently)
        said = []
        httpserver.prepare(lambda *message: said.append(message))
        self.assertEqual(said, [])


def built():
    return set(jdk.BUILD.glob("*/*"))


if __name__ == "__main__":
    unittest.main()
