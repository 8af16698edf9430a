import pathlib
import tempfile
import unittest

import jdk
from framework import Framework
from sdk.errors import PREPARE_FAILED, ProtocolError


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
