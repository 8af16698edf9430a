"""A counter page of a running or ended process, as its reader sees it (docs/AGENTS.md)."""

import mmap
import struct

MAGIC, VERSION = b"HRNSPAGE", 1
READINGS, EVENTS_WRITTEN, EVENT_SLOTS, TOTALS, EVENTS = 3, 4, 5, 16, 48  # in words of 8 bytes
UNAVAILABLE = slice(48, 128)  # in bytes
EVENT_KINDS = {1: "gc", 2: "gil_wait", 3: "stall", 4: "gvl_wait"}


class CounterPage:
    """The page in a file; raises ValueError while it is not complete, or when it is none."""

    def __init__(self, path):
        with open(path, "r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)
        if self._memory[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path} is no counter page, or not complete yet")
        version, self.pid = struct.unpack_from("=II", self._memory, 8)
        if version != VERSION:
            raise ValueError(f"{path} has version {version} of the counter page, not {VERSION}")
        self._words = memoryview(self._memory).cast("Q")
        self._slots = self._words[EVENT_SLOTS]
        self._read = 0

    @property
    def unavailable(self):
        """Why there is nothing to count in this process, or ""."""
        return self._memory[UNAVAILABLE].split(b"\0", 1)[0].decode(errors="replace")

    def total(self, slot):
        """A cumulative total."""
        return self._words[TOTALS + slot]

    def maximum(self, slot):
        """The greatest value since the last reading, 0 if there was none."""
        is_current = self._words[TOTALS + slot + 1] == self._words[READINGS]
        return self._words[TOTALS + slot] if is_current else 0

    def events(self):
        """The events since the last call, oldest first; those the ring no longer has are lost."""
        end = self._words[EVENTS_WRITTEN]
        begin = max(self._read, end - self._slots)
        found = [(number, self._event(number)) for number in range(begin, end)]
        self._read = end
        overwritten = self._words[EVENTS_WRITTEN] - self._slots  # meanwhile, or just being so
        return [event for number, event in found if number > overwritten]

    def _event(self, number):
        first = EVENTS + number % self._slots * 3
        time, duration, kind = self._words[first : first + 3]
        return {
            "kind": EVENT_KINDS.get(kind, str(kind)),
            "timeNanoseconds": time,
            "durationNanoseconds": duration,
            "pid": self.pid,
        }

    def end_reading(self):
        """Begins the next period of maxima."""
        self._words[READINGS] += 1

    def close(self):
        self._words.release()
        self._memory.close()
