"""Python processes that run with the agent, for tests: `run` starts one, the functions are what it does."""

import contextlib
import gc
import hashlib
import json
import os
import subprocess
import sys
import threading
import time

from agent.agent import PythonAgent
from sdk import agent_folder
from tests import pages
from tests.adapter import FOLDER


def run(*command, module="tests.subjects", interpreter=sys.executable, agent=None, **environment):
    """Runs a function of this file, or another module, with the agent; returns what it printed, values and reasons."""
    agent = agent or PythonAgent()
    agent.prepare(lambda *_: None)
    folder = agent_folder.make()
    try:
        inherited = {**os.environ, **environment}
        result = subprocess.run(
            [interpreter, "-m", module, *map(str, command)],
            cwd=FOLDER,
            check=True,
            env={**inherited, **agent.environment(folder, inherited)},
            stdout=subprocess.PIPE,
        )
        return json.loads(result.stdout), *pages.read(folder, agent.metrics)
    finally:
        agent_folder.remove(folder)


def spin(until):
    while time.monotonic() < until:
        for _ in range(2000):
            pass


def digest(until):
    buffer = bytes(1 << 22)  # hashlib gives the lock away for buffers above 2 KB
    while time.monotonic() < until:
        hashlib.sha256(buffer).digest()


def load(work, count, seconds):
    """As many threads at work at once; prints the whole time, the sums of the threads' elapsed, processor
    and run-queue time, what their process's page says of the same window, and its longest event, in nanoseconds."""
    with contextlib.suppress(OSError):  # before other programs, where that is allowed
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    path = f"{os.environ['HARNESS_AGENT_DIR']}/gil.{os.getpid()}"
    gates = [threading.Lock() for _ in range(int(count))]
    ready, rows = threading.Semaphore(0), []

    def thread(gate):
        queue, processor = _run_queue_ns(), time.thread_time_ns()
        ready.release()
        gate.acquire()  # asleep, without the GIL; from here on it is off the processor only to wait for it
        {"spin": spin, "digest": digest}[work](begin / 1e9 + float(seconds))
        rows.append((time.monotonic_ns() - begin, time.thread_time_ns() - processor, _run_queue_ns() - queue))

    threads = [threading.Thread(target=thread, args=[gate]) for gate in gates]
    for each, gate in zip(threads, gates):
        gate.acquire()
        each.start()
        ready.acquire()
    before = pages.Page(path)
    begin = time.monotonic_ns()
    for gate in gates:
        gate.release()
    for each in threads:
        each.join()
    wall = time.monotonic_ns() - begin
    after = pages.Page(path)
    reported = [after.total(slot) - before.total(slot) for slot in range(3)]
    longest = max(duration for _, duration, kind in after.events() if kind == 2) if after.events() else 0
    elapsed, processor, queue = (sum(column) for column in zip(*rows))
    print(json.dumps([wall, elapsed, processor, queue, *reported, longest]))


def _run_queue_ns():
    with open("/proc/thread-self/schedstat") as file:
        return int(file.read().split()[1])


def collect(count, generation, children):
    """Forces collections in forked children and here, and no others; prints how many were counted before."""
    gc.disable()
    before = pages.Page(f"{os.environ['HARNESS_AGENT_DIR']}/gc.{os.getpid()}").total(0)
    for _ in range(int(children)):
        if os.fork() == 0:
            _collect(count, generation)
            os._exit(0)
        os.wait()
    _collect(count, generation)
    print(json.dumps(before))


def _collect(count, generation):
    for _ in range(int(count)):
        gc.collect(int(generation))


def replace(count):
    """Collects, and becomes another program with the same pid, which does so once."""
    _collect(count, 0)
    os.execv(sys.executable, [sys.executable, "-m", "tests.subjects", "collect", "1", "2", "0"])


def search():
    """Prints what the app's modules and their search look like."""
    print(
        json.dumps(
            {"path": sys.path, "sitecustomize": getattr(sys.modules.get("sitecustomize"), "__file__", None)}
        )
    )


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
