"""A process tree and what it has used so far, from /proc."""

import os
import re
import signal

TICK_NANOSECONDS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
FIELD = re.compile(rb"^(\w+):\s*(\d+)( kB)?$", re.MULTILINE)

DESCRIPTORS = [
    {"name": name, "unit": unit, "kind": kind, "better": "lower", "description": description}
    for name, unit, kind, description in [
        ("cpu.user", "ns", "counter", "processor time in user mode, in ticks of the kernel's clock"),
        ("cpu.system", "ns", "counter", "processor time in the kernel, in ticks of the kernel's clock"),
        ("cpu.total", "ns", "counter", "processor time as the scheduler counts it"),
        ("process.run_queue_delay", "ns", "counter", "time threads were ready but had no processor"),
        ("disk.read", "bytes", "counter", "bytes the kernel fetched from storage"),
        ("disk.written", "bytes", "counter", "bytes that were to be written to storage"),
        ("network.received", "bytes", "counter", "bytes received from the network"),
        ("network.sent", "bytes", "counter", "bytes sent to the network"),
        ("memory.rss", "bytes", "gauge", "resident memory"),
        ("memory.pss", "bytes", "gauge", "resident memory; what processes share is divided among them"),
        ("memory.rss.peak", "bytes", "gauge", "the most resident memory that each process ever had, summed"),
        ("threads", "count", "gauge", "threads"),
        ("context_switches.voluntary", "count", "counter", "waits that gave the processor away"),
        ("context_switches.involuntary", "count", "counter", "times the scheduler took the processor away"),
    ]
]
_NETWORK = (
    "the kernel counts network bytes per namespace, not per process; the load engine's own counts are in the trial"
)
UNAVAILABLE = {"network.received": _NETWORK, "network.sent": _NETWORK}
"""Metrics that no app has, and why."""


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""  # the process has ended


def _threads(pid):
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def pids(root):
    """The living processes of the tree below and including root, parents before children."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop(0)
        if not alive(pid):
            continue
        found.append(pid)
        for thread in _threads(pid):
            waiting += map(int, _read(f"/proc/{pid}/task/{thread}/children").split())
    return found


def alive(pid):
    """Whether the process exists and is no zombie."""
    stat = _read(f"/proc/{pid}/stat")
    return bool(stat) and stat[stat.rindex(b")") + 2 :][:1] not in (b"Z", b"X")


def kill(pids):
    """Ends processes at once; those that are gone are no error."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def describe(root):
    """The tree as `app/start` reports it."""
    return [
        {
            "pid": pid,
            "parent": int((_stat(pid) or [b"", b"0"])[1]),
            "command": _read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace").strip()[:200],
        }
        for pid in pids(root)
    ]


def _stat(pid):
    """The fields of /proc/<pid>/stat after the command: state, parent, … (3, 4, … in proc(5)); [] when it is gone."""
    stat = _read(f"/proc/{pid}/stat")
    return stat[stat.rindex(b")") + 2 :].split() if b")" in stat else []


def _fields(path):
    """The numbers of a file with lines like `name: number`, kB as bytes; {} when it cannot be read."""
    found = FIELD.findall(_read(path))
    return {name: int(number) * (1024 if kilobytes else 1) for name, number, kilobytes in found}


class Usage:
    """What an app's process tree has used; what has ended keeps its last figures."""

    def __init__(self, root):
        self._root = root
        self._counted = {}  # (pid, thread, or None for the whole process) → counters
        self._seen = set()

    def read(self):
        """The tree, its metrics by name, why there are not the others, and the pids of earlier answers that have ended."""
        tree = pids(self._root)
        gauges = []
        for pid in tree:
            if stat := _stat(pid):
                self._counted[pid, None] = _times(stat)
            for thread in _threads(pid):
                if counters := _thread_counters(f"/proc/{pid}/task/{thread}"):
                    self._counted[pid, thread] = counters
            gauges.append(_gauges(pid))
        self._seen.update(tree)
        values = dict.fromkeys((descriptor["name"] for descriptor in DESCRIPTORS), 0)
        unavailable = dict(UNAVAILABLE)
        for told in [*self._counted.values(), *gauges]:
            for name, value in told.items():
                if value is None:
                    unavailable[name] = "/proc does not show it for every process of the app"
                else:
                    values[name] += value
        for name in unavailable:
            del values[name]
        return tree, values, unavailable, sorted(self._seen.difference(tree))


def _times(stat):
    return {"cpu.user": int(stat[11]) * TICK_NANOSECONDS, "cpu.system": int(stat[12]) * TICK_NANOSECONDS}


def _thread_counters(folder):
    """A thread's counters, None for those that are not shown; {} when it has just ended."""
    io = _fields(f"{folder}/io")  # first: where the others can be read, the thread was there
    schedstat, status = _read(f"{folder}/schedstat").split(), _fields(f"{folder}/status")
    if len(schedstat) < 2 or b"nonvoluntary_ctxt_switches" not in status:
        return {}
    return {
        "cpu.total": int(schedstat[0]),
        "process.run_queue_delay": int(schedstat[1]),
        "context_switches.voluntary": status[b"voluntary_ctxt_switches"],
        "context_switches.involuntary": status[b"nonvoluntary_ctxt_switches"],
        "disk.read": io.get(b"read_bytes"),
        "disk.written": io.get(b"write_bytes"),
    }


def _gauges(pid):
    """A process's gauges, None for those that are not shown; {} when it has ended."""
    shared, status = _fields(f"/proc/{pid}/smaps_rollup"), _fields(f"/proc/{pid}/status")
    if b"VmRSS" not in status:
        return {}
    return {
        "memory.rss": status[b"VmRSS"],
        "memory.pss": shared.get(b"Pss"),
        "memory.rss.peak": status.get(b"VmHWM"),
        "threads": status[b"Threads"],
    }
