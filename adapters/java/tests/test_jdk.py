"""What is built of Java's sources is of these sources."""

import pathlib
import tempfile
import unittest
import zipfile

import jdk


class JDKTest(unittest.TestCase):
    def test_a_jar_is_that_of_its_classes_and_not_of_older_ones(self):
        with tempfile.TemporaryDirectory() as folder:
            source, manifest = pathlib.Path(folder, "Say.java"), pathlib.Path(folder, "manifest.txt")
            manifest.write_text("Manifest-Version: 1.0\n")
            jars = []
            for word in ["one", "two", "one"]:
                source.write_text(f'class Say {{ static final String WORD = "test-jdk-{word}"; }}')
                classes = jdk.compiled("test-jdk", [source], [], lambda *_: None)
                jars.append(jdk.archived("test-jdk", classes, manifest))
                self.assertIn(f"test-jdk-{word}".encode(), zipfile.ZipFile(jars[-1]).read("Say.class"))
            self.assertEqual(jars[0], jars[2])
            self.assertNotEqual(jars[0], jars[1])


if __name__ == "__main__":
    unittest.main()
