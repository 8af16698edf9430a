"""The processes of an app, from /proc, so that none of them is left."""

import os
import signal as signals
import time


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""  # the process has ended


def _names(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _stat(pid):
    """The fields of /proc/<pid>/stat after the command: state, parent, group, … (proc(5)); [] when it is gone."""
    stat = _read(f"/proc/{pid}/stat")
    return stat[stat.rindex(b")") + 2 :].split() if b")" in stat else []


def alive(pid):
    """Whether the process exists and is no zombie."""
    return _stat(pid)[:1] not in ([], [b"Z"], [b"X"])


def pids(root):
    """The living processes of the tree below and including root, parents before children."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop(0)
        if not alive(pid):
            continue
        found.append(pid)
        for thread in _names(f"/proc/{pid}/task"):
            waiting += map(int, _read(f"/proc/{pid}/task/{thread}/children").split())
    return found


def group(identity):
    """The living processes of a process group, also those whose parents have ended."""
    everything = [int(name) for name in _names("/proc") if name.isdigit()]
    return [pid for pid in everything if _stat(pid)[2:3] == [b"%d" % identity] and alive(pid)]


def signal(pid, number):
    """To a process, or to the group -pid; one that is gone is no error."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def kill(find):
    """Kills what `find` finds until there is nothing left: a process lives on for a while after its SIGKILL."""
    while left := find():
        for pid in left:
            signal(pid, signals.SIGKILL)
        time.sleep(0.001)
