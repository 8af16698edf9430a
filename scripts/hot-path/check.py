#!/usr/bin/env python3
"""Proves that the engine's path of a request, plain or a user's, allocates nothing, counts no references and takes no lock: runs the release program,
built with shared libraries so that calls can be counted, with 20,000 and with 220,000 requests and compares how often it called the functions that would."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FEW, MANY = 20_000, 220_000
LIMIT = 0.01  # calls per request; the report of every second makes some hundred of them, at 20,000 requests a second 0.002

HARNESS = HERE.parents[1] / ".build/shared/release/harness"

sys.path.insert(0, str(HERE.parent / "bench"))
import bench  # noqa: E402
from flows import FLOWS  # noqa: E402
from servers import c_server  # noqa: E402


def plain(*flags):
    """A load of so many plain requests."""
    return lambda folder, port, requests: [
        HARNESS, "load", "--quiet", "-c", 32, "-d", 60, "-n", requests, *flags, f"http://127.0.0.1:{port}/"
    ]


def users(*flags):
    """Users who make about as many: they create, read and delete with the ids that they were told."""
    def command(folder, port, requests):
        file = folder / "users.json5"
        load = {"users": 32, "session": {"iterations": requests // 32 // 3}}
        file.write_text(json.dumps({
            "scenario": 1, "name": "users", "users": {"count": 32}, "load": load, "flows": {"flow": FLOWS["users"]}
        }))
        return [HARNESS, "scenario", "run", file, "--quiet", "--for", 60, *flags, "--target", f"http://127.0.0.1:{port}"]

    return command


def counts(folder, command):
    """How often each function was called during a load."""
    file = folder / "counts"
    environment = {**os.environ, "LD_PRELOAD": str(folder / "count.so"), "HOT_PATH_COUNTS": str(file)}
    subprocess.run(list(map(str, command)), env=environment, stdout=subprocess.DEVNULL, check=True)
    return {name: int(number) for name, number in (line.split() for line in file.read_text().splitlines())}


def compare(folder, server, name, command):
    """Prints how often functions are called for each request; whether it is too often."""
    few, many = (counts(folder, command(folder, server.port, requests)) for requests in [FEW, MANY])
    failed = False
    for function in many:
        if many[function] == 0:
            sys.exit(f"{function} was never counted: the program does not call it in a shared library")
        per_request = (many[function] - few[function]) / (MANY - FEW)
        failed |= per_request > LIMIT
        print(f"{name:16} {function:26} {per_request:8.5f} per request")
    return failed


def main():
    failed = False
    with tempfile.TemporaryDirectory(prefix="harness-hot-path-") as name:
        folder = pathlib.Path(name)
        shim = ["cc", "-O2", "-shared", "-fPIC", "-o", folder / "count.so", HERE / "count.c", "-ldl"]
        subprocess.run(shim, check=True)
        place = bench.Bench(folder, 1)
        with c_server()(place) as server:
            for flags in [["--poller", "uring"], ["--poller", "epoll"], ["--rate", "20000"], ["--batch", "8"]]:
                failed |= compare(folder, server, " ".join(flags), plain(*flags))
        with c_server(0, 350)(place) as server:
            for poller in ["uring", "epoll"]:
                failed |= compare(folder, server, f"users, {poller}", users("--poller", poller))
    sys.exit("the engine's path of a request is not free of such calls" if failed else 0)


if __name__ == "__main__":
    main()
