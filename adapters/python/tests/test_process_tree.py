"""What a tree's processes have used is what they are known to have used."""

import contextlib
import os
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

from sdk import process_tree
from tests.adapter import FOLDER

MEBIBYTE = 1 << 20
# Forks children that share what it holds, says so, and lets go of it.
HOLD = f"""
import os, time
held = bytearray(b"x" * (64 * {MEBIBYTE}))
for _ in range(3):
    if os.fork() == 0: time.sleep(60)
print("held", flush=True); input(); del held; print("let go", flush=True); input()
"""


@contextlib.contextmanager
def running(program, *inherited):
    """A Python program in a process of its own, which is stopped with all it forked."""
    process = subprocess.Popen(
        [sys.executable, "-c", program], pass_fds=inherited, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process_tree.kill(process_tree.pids(process.pid))
        process.communicate()


class UsageTest(unittest.TestCase):
    def test_what_a_program_writes_to_storage_is_counted_and_stays_when_it_has_ended(self):
        with tempfile.TemporaryFile(dir=FOLDER) as file:
            file = file.fileno()
            write = f"os.write({file}, bytes(8 * {MEBIBYTE})); os.fsync({file})"
            program = f"import os; input(); {write}; print('written', flush=True); input()"
            with running(program, file) as child:
                usage = process_tree.Usage(child.pid)
                before = usage.read()[1]["disk.written"]
                child.stdin.write(b"\n")
                child.stdin.flush()
                child.stdout.readline()
                after = usage.read()[1]["disk.written"]
                self.assertGreaterEqual(after - before, 8 * MEBIBYTE)
                self.assertLess(after - before, 12 * MEBIBYTE)
            self.assertEqual(usage.read()[1]["disk.written"], after)

    def test_shared_memory_is_divided_and_the_peak_stays(self):
        with running(HOLD) as parent:
            parent.stdout.readline()
            usage = process_tree.Usage(parent.pid)
            held = usage.read()[1]
            self.assertGreater(held["memory.rss"], 4 * 64 * MEBIBYTE)  # in each of four processes
            self.assertLess(held["memory.pss"], 2 * 64 * MEBIBYTE)
            parent.stdin.write(b"\n")
            parent.stdin.flush()
            parent.stdout.readline()
            let_go = usage.read()[1]
            self.assertLess(let_go["memory.rss"], held["memory.rss"] - 60 * MEBIBYTE)
            self.assertGreaterEqual(let_go["memory.rss.peak"], held["memory.rss"])

    def test_what_the_kernel_does_not_show_is_unavailable_and_never_0(self):
        usage = process_tree.Usage(os.getpid())
        read = process_tree._read
        hidden = lambda path: b"" if path.endswith(("/io", "/smaps_rollup")) else read(path)
        with unittest.mock.patch.object(process_tree, "_read", hidden):
            _, values, unavailable, _ = usage.read()
        for name in ["disk.read", "disk.written", "memory.pss"]:
            self.assertNotIn(name, values)
            self.assertIn("/proc does not show it", unavailable[name])
        self.assertGreater(values["memory.rss.peak"], 0)
        self.assertIn("per namespace", unavailable["network.sent"])


if __name__ == "__main__":
    unittest.main()
