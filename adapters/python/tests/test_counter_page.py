"""A reader of counter pages, on pages that the test writes byte by byte as docs/AGENTS.md says."""

import os
import pathlib
import struct
import tempfile
import types
import unittest

from sdk.agent_folder import AgentFolder, Metric
from sdk.counter_page import CounterPage

SLOTS = 8


def page(pid, totals=(), readings=0, events=(), reason=b"", version=1):
    """A page's bytes; `events` are all that were ever written: (time, duration, kind)."""
    head = struct.pack("=8sIIQQQQ80s", b"HRNSPAGE", version, pid, 1, readings, len(events), SLOTS, reason)
    ring = [(0, 0, 0)] * SLOTS
    for number, event in enumerate(events):
        ring[number % SLOTS] = event
    words = [*totals, *[0] * (32 - len(totals)), *(word for event in ring for word in event)]
    return head + struct.pack(f"={len(words)}Q", *words)


class CounterPageTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.path = pathlib.Path(place.name, "test.4711")

    def write(self, *arguments, **named):
        """Writes the page anew, into the file that readers have mapped."""
        with open(self.path, "r+b" if self.path.exists() else "wb") as file:
            file.write(page(4711, *arguments, **named))

    def test_totals_are_read_as_they_grow(self):
        self.write([2**63 + 1, 7])
        reader = CounterPage(self.path)
        self.assertEqual(
            (reader.pid, reader.total(0), reader.total(1), reader.total(31)), (4711, 2**63 + 1, 7, 0)
        )
        self.write([2**63 + 2, 8])
        self.assertEqual((reader.total(0), reader.total(1)), (2**63 + 2, 8))

    def test_a_maximum_holds_until_the_next_reading(self):
        self.write([0, 0, 900, 0])
        reader = CounterPage(self.path)
        self.assertEqual(reader.maximum(2), 900)
        reader.end_reading()
        self.assertEqual(reader.maximum(2), 0)
        self.write([0, 0, 30, 1], readings=1)
        self.assertEqual(reader.maximum(2), 30)

    def test_events_are_told_once_and_in_order(self):
        events = [(time, 1_000_000 + time, 1 + time % 3) for time in range(100)]
        self.write()
        reader = CounterPage(self.path)
        seen = []
        for count in [0, 3, 3, 7, 12]:
            self.write(events=events[:count])
            seen += [event["timeNanoseconds"] for event in reader.events()]
        self.assertEqual(seen, list(range(12)))
        self.write(events=events)
        last = reader.events()
        # One of the ring's places is the one that may just be written.
        self.assertEqual([event["timeNanoseconds"] for event in last], list(range(100 - SLOTS + 1, 100)))
        kinds = [{1: "gc", 2: "gil_wait", 3: "stall"}[1 + time % 3] for time in range(93, 100)]
        self.assertEqual([event["kind"] for event in last], kinds)
        self.assertEqual({event["pid"] for event in last}, {4711})

    def test_events_that_are_overwritten_during_the_reading_are_left_out(self):
        events = [(time, 1_000_000, 1) for time in range(20)]
        self.write(events=events[:7])
        reader = CounterPage(self.path)
        read = reader._event

        def slow(number):
            if number == 6:
                self.write(events=events[:10])
            return read(number)

        reader._event = slow
        self.assertEqual([event["timeNanoseconds"] for event in reader.events()], [3, 4, 5, 6])
        self.assertEqual([event["timeNanoseconds"] for event in reader.events()], [7, 8, 9])

    def test_what_is_no_complete_page_of_this_version_is_refused(self):
        for text in [b"", b"\0" * 4096, page(1, version=2), b"HRNSPAG\0" + page(1)[8:]]:
            self.path.write_bytes(text)
            with self.assertRaises(ValueError):
                CounterPage(self.path)


class AgentFolderTest(unittest.TestCase):
    def setUp(self):
        metrics = [
            Metric("runtime.work", "ns", "work", "work", 0),
            Metric("runtime.longest", "ns", "longest work", "work", 1, maximum=True),
            Metric("runtime.other", "count", "others", "other", 0),
        ]
        agent = types.SimpleNamespace(metrics=metrics, missing={})
        self.agent = agent
        self.folder = AgentFolder(agent)
        self.addCleanup(self.folder.remove)

    def write(self, name, *arguments, **named):
        pathlib.Path(self.folder.path, name).write_bytes(
            page(int(name.partition(".")[2]), *arguments, **named)
        )

    def test_pages_of_all_processes_are_one_answer(self):
        self.write("work.1", [10, 5, 0], events=[(30, 2_000_000, 1)])
        self.write("work.2", [20, 9, 0], events=[(20, 3_000_000, 1)])
        values, unavailable, events = self.folder.read()
        self.assertEqual(values, {"runtime.work": 30, "runtime.longest": 9})
        self.assertEqual(list(unavailable), ["runtime.other"])
        self.assertEqual([(event["timeNanoseconds"], event["pid"]) for event in events], [(20, 2), (30, 1)])
        self.write("work.3", [100, 7, 1])
        values, _, events = self.folder.read()
        self.assertEqual((values, events), ({"runtime.work": 130, "runtime.longest": 0}, []))

    def test_one_process_that_cannot_tell_makes_its_metrics_unavailable(self):
        self.write("work.1", [10])
        self.write("work.2", reason="außer Betrieb".encode())
        self.write("other.2", [3])
        values, unavailable, _ = self.folder.read()
        self.assertEqual(values, {"runtime.other": 3})
        self.assertEqual(set(unavailable.values()), {"außer Betrieb"})

    def test_a_kind_that_could_not_be_built_is_told_with_its_reason(self):
        self.agent.missing["other"] = "there is no compiler"
        self.write("work.1", [10])
        self.assertEqual(self.folder.read()[1], {"runtime.other": "there is no compiler"})

    def test_a_page_that_is_just_being_made_is_left_for_the_next_read(self):
        self.write("work.1", [10])
        path = pathlib.Path(self.folder.path, "work.2")
        path.write_bytes(b"")
        self.assertEqual(self.folder.read()[0]["runtime.work"], 10)
        path.write_bytes(page(2, [5]))
        self.assertEqual(self.folder.read()[0]["runtime.work"], 15)

    def test_a_folder_that_is_gone_is_no_error(self):
        self.write("work.1", [10])
        self.folder.read()
        self.folder.remove()
        self.assertFalse(os.path.exists(self.folder.path))
        self.assertEqual(self.folder.read()[0], {})


if __name__ == "__main__":
    unittest.main()
