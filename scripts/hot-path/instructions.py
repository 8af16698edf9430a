#!/usr/bin/env python3
"""Compares what two harness programs execute for a request: runs each under callgrind, with few and with many requests and with one and with 16 connections,
and counts the instructions in the worker's loop, in user mode, and the turns of that loop. What the many requests need above the few is so much for a request and so much for a
turn. Left out is what comes with time or with chance and not with requests: reports of every second, sweeps for timeouts, the heap of the slowest requests.
Only epoll: valgrind knows io_uring's calls too little.

Usage: instructions.py BEFORE AFTER [--limit PERCENT]; ends with status 1 where AFTER needs more than that above BEFORE."""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FEW, MANY = 2_000, 22_000

sys.path.insert(0, str(HERE.parent / "bench"))
import bench  # noqa: E402
from servers import c_server  # noqa: E402

LOOP = "*LoadEngine6WorkerV*4pump5until*"
LEFT_OUT = re.compile(r"IntervalReporter|LoadEngine6WorkerV\w*5sweepyy|SlowestKeeperV4keep")  # mangled names


def without_debugging_information(program, copy):
    """A copy that valgrind can read, which does not know DWARF 5."""
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return copy


def counts(folder, program, port, connections, requests):
    """Instructions in the worker's loop during a load, and its turns."""
    output = folder / "callgrind"
    command = [
        "valgrind", "--tool=callgrind", f"--toggle-collect={LOOP}", f"--callgrind-out-file={output}",
        program, "load", "--quiet", "-c", connections, "-d", 600, "-n", requests, "--poller", "epoll", "--batch", "off",
        f"http://127.0.0.1:{port}/",
    ]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return read(output.read_text())


def read(profile):
    """The instructions of a profile, less those of calls to what is left out, and its waits for events."""
    names, instructions, turns = {}, 0, 0
    lines = iter(profile.splitlines())
    for line in lines:
        key, _, value = line.partition("=")
        if key in ["fn", "cfn"]:
            number, _, name = value.partition(" ")
            names.setdefault(number, name)
            if key == "fn":
                caller = names[number]
            else:
                callee = names[number]
        elif key == "calls":
            cost = int(next(lines).split()[1])
            if LEFT_OUT.search(callee) and not LEFT_OUT.search(caller):
                instructions -= cost
            if callee == "clinux_epoll_wait":
                turns += int(value.split()[0])
        elif line.startswith("totals:"):
            instructions += int(line.split()[1])
    return instructions, turns


def per_request_and_turn(folder, program, port):
    """Instructions for a request and for a turn of the loop: the solution of two equations, one for each number of connections."""
    equations = []
    for connections in [1, 16]:
        few, many = (counts(folder, program, port, connections, requests) for requests in [FEW, MANY])
        equations.append([(many[i] - few[i]) / (MANY - FEW) for i in range(2)])
    (alone, alone_turns), (together, together_turns) = equations
    turn = (alone - together) / (alone_turns - together_turns)
    return alone - turn * alone_turns, turn


def main():
    if not shutil.which("valgrind"):
        sys.exit("valgrind is missing: apt-get install valgrind")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=pathlib.Path)
    parser.add_argument("after", type=pathlib.Path)
    parser.add_argument("--limit", type=float, default=5, help="the most that AFTER may need above BEFORE, in percent")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="harness-instructions-") as name:
        folder = pathlib.Path(name)
        programs = [
            without_debugging_information(program, folder / copy) for program, copy in [(options.before, "before"), (options.after, "after")]
        ]
        with c_server()(bench.Bench(folder, 1)) as server:
            (before, before_turn), (after, after_turn) = (per_request_and_turn(folder, program, server.port) for program in programs)
    failed = False
    for name, old, new in [
        ("a request in a turn with many", before, after), ("a request in a turn of its own", before + before_turn, after + after_turn)
    ]:
        change = 100 * (new / old - 1)
        failed |= change > options.limit
        print(f"{name:31} {old:7.1f} before, {new:7.1f} after: {change:+.1f} %")
    sys.exit(f"more than {options.limit} % above" if failed else 0)


if __name__ == "__main__":
    main()
