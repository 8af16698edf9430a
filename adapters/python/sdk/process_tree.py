"""A process tree and what it has used so far, from /proc."""

import os
import signal

TICK_NANOSECONDS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

DESCRIPTORS = [
    {"name": name, "unit": unit, "kind": kind, "better": "lower", "description": description}
    for name, unit, kind, description in [
        ("cpu.user", "ns", "counter", "processor time in user mode, in ticks of the kernel's clock"),
        ("cpu.system", "ns", "counter", "processor time in the kernel, in ticks of the kernel's clock"),
        ("cpu.total", "ns", "counter", "processor time as the scheduler counts it"),
        ("process.run_queue_delay", "ns", "counter", "time threads were ready but had no processor"),
        ("memory.rss", "bytes", "gauge", "resident memory"),
        ("threads", "count", "gauge", "threads"),
        ("context_switches.voluntary", "count", "counter", "waits that gave the processor away"),
        ("context_switches.involuntary", "count", "counter", "times the scheduler took the processor away"),
    ]
]


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


def _status(pid, thread):
    lines = (line.split(b":", 1) for line in _read(f"/proc/{pid}/task/{thread}/status").splitlines())
    return {line[0]: line[1].split()[0] for line in lines if len(line) == 2 and line[1].split()}


class Usage:
    """What an app's process tree has used; what has ended keeps its last figures."""

    def __init__(self, root):
        self._root = root
        self._counted = {}  # (pid, thread, or None for the whole process) → counters
        self._seen = set()

    def read(self):
        """The tree, its metrics by name, and the pids of earlier answers that have ended."""
        tree = pids(self._root)
        rss = threads = 0
        for pid in tree:
            if stat := _stat(pid):
                rss += int(stat[21]) * PAGE_BYTES
                self._counted[pid, None] = _times(stat)
            for thread in _threads(pid):
                threads += 1
                if counters := _thread_counters(pid, thread):
                    self._counted[pid, thread] = counters
        self._seen.update(tree)
        values = dict.fromkeys((descriptor["name"] for descriptor in DESCRIPTORS), 0)
        for counters in self._counted.values():
            for name, value in counters.items():
                values[name] += value
        return tree, {**values, "memory.rss": rss, "threads": threads}, sorted(self._seen.difference(tree))


def _times(stat):
    return {"cpu.user": int(stat[11]) * TICK_NANOSECONDS, "cpu.system": int(stat[12]) * TICK_NANOSECONDS}


def _thread_counters(pid, thread):
    """A thread's counters; {} when it has just ended."""
    schedstat, status = _read(f"/proc/{pid}/task/{thread}/schedstat").split(), _status(pid, thread)
    if len(schedstat) < 2 or b"nonvoluntary_ctxt_switches" not in status:
        return {}
    return {
        "cpu.total": int(schedstat[0]),
        "process.run_queue_delay": int(schedstat[1]),
        "context_switches.voluntary": int(status[b"voluntary_ctxt_switches"]),
        "context_switches.involuntary": int(status[b"nonvoluntary_ctxt_switches"]),
    }
