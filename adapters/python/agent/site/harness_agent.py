"""Counts the interpreter's garbage collections in a counter page (docs/AGENTS.md)."""

import gc
import mmap
import os
import struct
import time

SIZE, TOTALS, EVENTS, EVENT_SLOTS = 384 + 1024 * 24, 128, 384, 1024
READINGS, EVENTS_WRITTEN = 3, 4  # in words of 8 bytes, as all that follows
COLLECTIONS, TIME, LONGEST, LONGEST_READING, BY_GENERATION = (TOTALS // 8 + slot for slot in range(5))
EVENT_GC = 1
EVENT_THRESHOLD_NS = 1_000_000


def start(folder):
    """Counts from now on, in this process and in those it forks."""
    if not hasattr(gc, "callbacks"):
        open_page(f"{folder}/gc.{os.getpid()}", b"this interpreter does not tell of its collections")
        return
    counter = CollectionCounter(folder)
    gc.callbacks.append(counter)
    os.register_at_fork(after_in_child=counter.begin_page)


class CollectionCounter:
    """A callback of the collector; the collector calls it from one thread at a time."""

    def __init__(self, folder):
        self._folder = folder
        self._now = time.monotonic_ns
        self._begin = 0
        self._page = None
        self.begin_page()

    def begin_page(self):
        """Makes this process's page; without one nothing is counted."""
        self._page = None
        try:
            self._page = open_page(f"{self._folder}/gc.{os.getpid()}")
        except Exception:
            pass

    def __call__(self, phase, info):
        page = self._page
        if page is None:
            return
        try:
            if phase == "start":
                self._begin = self._now()
            elif begin := self._begin:
                self._count(page, info["generation"], begin, self._now() - begin)
        except Exception:
            self._page = None

    def _count(self, page, generation, begin, duration):
        page[COLLECTIONS] += 1
        page[TIME] += duration
        page[BY_GENERATION + generation] += 1
        reading = page[READINGS]
        if duration > page[LONGEST] or page[LONGEST_READING] != reading:
            page[LONGEST] = duration
            page[LONGEST_READING] = reading
        if duration >= EVENT_THRESHOLD_NS:
            number = page[EVENTS_WRITTEN]
            slot = EVENTS // 8 + number % EVENT_SLOTS * 3
            page[slot], page[slot + 1], page[slot + 2] = begin, duration, EVENT_GC
            page[EVENTS_WRITTEN] = number + 1


def open_page(path, unavailable=b""):
    """The page as words of 8 bytes; one that is there already, after an exec, is continued."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(descriptor, SIZE)
        memory = mmap.mmap(descriptor, SIZE)
    finally:
        os.close(descriptor)
    words = memoryview(memory).cast("Q")
    words[2] = words[2] or time.monotonic_ns()
    words[5] = EVENT_SLOTS
    struct.pack_into("=II", memory, 8, 1, os.getpid())
    memory[48:128] = unavailable.ljust(80, b"\0")
    memory[:8] = b"HRNSPAGE"
    return words
