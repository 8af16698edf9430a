"""The folder in which an app's processes keep their counter pages (docs/AGENTS.md)."""

import dataclasses
import os
import pathlib
import shutil
import tempfile
import threading

from .counter_page import CounterPage

PREFIX = "harness-agent-"


@dataclasses.dataclass(frozen=True)
class Metric:
    """A metric of an agent: its name, unit and description, and where it is: kind of page and slot."""

    name: str
    unit: str
    description: str
    page: str
    slot: int
    maximum: bool = False
    mean: bool = False
    """Whether it is the total divided by the count in the next slot, since the last read."""

    @property
    def descriptor(self):
        """As `initialize` reports it."""
        described = {
            "name": self.name,
            "unit": self.unit,
            "kind": "gauge" if self.maximum or self.mean else "counter",
            "better": "lower",
            "description": self.description,
        }
        if self.maximum or self.mean:
            return described
        return {**described, "page": {"kind": self.page, "slot": self.slot}}


def place():
    """In memory, where a page never becomes a write to a disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else tempfile.gettempdir()


def _sweep(parent):
    """Removes what adapters that were killed have left: folders whose owner is gone."""
    for folder in pathlib.Path(parent).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not os.path.exists(f"/proc/{owner}"):
            shutil.rmtree(folder, ignore_errors=True)


class AgentFolder:
    """The pages of one app: made before it starts, removed after its last process has ended."""

    def __init__(self, agent):
        self._agent = agent
        parent = place()
        _sweep(parent)
        self.path = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent)
        self._pages = {}
        self._means = {}  # metric → total and count of the last read
        self._lock = threading.Lock()  # an app may end, and its folder go, during a read

    def environment(self, inherited):
        """What the app's environment needs beyond `inherited`."""
        return self._agent.environment(self.path, inherited)

    def read(self):
        """The agent's values, the reasons for those there are not, and the events since the last read.

        Pages of processes that have ended count as well: their totals are part of the app's.
        """
        with self._lock:
            return self._read()

    def _read(self):
        self._open_new_pages()
        values, unavailable = {}, {}
        for metric in self._agent.metrics:
            pages = [page for (kind, _), page in self._pages.items() if kind == metric.page]
            if reason := self._reason(metric.page, pages):
                unavailable[metric.name] = reason
            elif metric.maximum:
                values[metric.name] = max(page.maximum(metric.slot) for page in pages)
            elif not metric.mean:
                values[metric.name] = sum(page.total(metric.slot) for page in pages)
            elif (mean := self._mean(metric, pages)) is not None:
                values[metric.name] = mean
            else:
                unavailable[metric.name] = "nothing was measured since the last read"
        events = [event for page in self._pages.values() for event in page.events()]
        for page in self._pages.values():
            page.end_reading()
        return values, unavailable, sorted(events, key=lambda event: event["timeNanoseconds"])

    def _mean(self, metric, pages):
        """Of what was counted since the last read; None of nothing."""
        total, count = (sum(page.total(slot) for page in pages) for slot in (metric.slot, metric.slot + 1))
        old_total, old_count = self._means.get(metric.name, (0, 0))
        self._means[metric.name] = total, count
        return round((total - old_total) / (count - old_count)) if count > old_count else None

    def _open_new_pages(self):
        for path in pathlib.Path(self.path).glob("*.*"):
            kind, _, pid = path.name.partition(".")
            if (kind, pid) in self._pages:
                continue
            try:
                self._pages[kind, pid] = CounterPage(path)
            except (OSError, ValueError):
                pass  # its process is just making it: the next read has it

    def _reason(self, kind, pages):
        if not pages:
            unknown = f"no process of the app has loaded the agent ({kind}); is its runtime one that it knows?"
            return self._agent.missing.get(kind, unknown)
        return next((page.unavailable for page in pages if page.unavailable), None)

    def remove(self):
        """Ends reading; no process of the app is left."""
        with self._lock:
            for page in self._pages.values():
                page.close()
            self._pages.clear()
            shutil.rmtree(self.path, ignore_errors=True)
