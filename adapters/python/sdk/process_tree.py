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
            "parent": int(_stat(pid)[1] or 0),
            "command": _read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace").strip()[:200],
        }
        for pid in pids(root)
    ]


def _stat(pid):
    """The fields of /proc/<pid>/stat after the command: state, parent, … (proc(5) numbers them from 3)."""
    stat = _read(f"/proc/{pid}/stat")
    return stat[stat.rindex(b")") + 2 :].split() if b")" in stat else [b"0"] * 50


def _status(pid, thread):
    lines = (line.split(b":", 1) for line in _read(f"/proc/{pid}/task/{thread}/status").splitlines())
    return {line[0]: line[1].split()[0] for line in lines if len(line) == 2 and line[1].split()}


def read(root):
    """The pids of the tree, and its metrics by name."""
    tree = pids(root)
    values = dict.fromkeys((descriptor["name"] for descriptor in DESCRIPTORS), 0)
    for pid in tree:
        stat = _stat(pid)
        values["cpu.user"] += int(stat[11]) * TICK_NANOSECONDS
        values["cpu.system"] += int(stat[12]) * TICK_NANOSECONDS
        values["memory.rss"] += int(stat[21]) * PAGE_BYTES
        for thread in _threads(pid):
            values["threads"] += 1
            schedstat = _read(f"/proc/{pid}/task/{thread}/schedstat").split()
            values["cpu.total"] += int(schedstat[0]) if schedstat else 0
            status = _status(pid, thread)
            values["context_switches.voluntary"] += int(status.get(b"voluntary_ctxt_switches", 0))
            values["context_switches.involuntary"] += int(status.get(b"nonvoluntary_ctxt_switches", 0))
    return tree, values
