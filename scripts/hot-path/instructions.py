#!/usr/bin/env python3
"""Compares what two harness programs execute for a request: runs each under callgrind with few and with many requests, and divides the difference
of the instructions in the worker's loop, in user mode, by that of the requests. Reports of every second and sweeps for timeouts are left out, which come with time
and not with requests. With one connection a request is one turn of the loop, so that the figure repeats to the instruction; with several it depends on how many
answers a turn finds, so that the least of some runs is taken. Only epoll: valgrind knows io_uring's calls too little.

Usage: instructions.py BEFORE AFTER [--limit PERCENT]; ends with status 1 where AFTER needs more than that above BEFORE."""

import argparse
import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FEW, MANY = 2_000, 12_000
RUNS = {1: 1, 16: 5}  # by number of connections

specification = importlib.util.spec_from_file_location("bench", HERE.parent / "bench/bench.py")
bench = importlib.util.module_from_spec(specification)
specification.loader.exec_module(bench)

LOOP = "*LoadEngine6WorkerV*4pump5until*"
TIMED = re.compile(r"IntervalReporter|LoadEngine6WorkerV\w*5sweepyy")  # mangled names


def without_debugging_information(program, copy):
    """A copy that valgrind can read, which does not know DWARF 5."""
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return copy


def instructions(folder, program, port, connections, requests):
    """Instructions in the worker's loop during a load, without what is timed."""
    output = folder / "callgrind"
    command = [
        "valgrind", "--tool=callgrind", f"--toggle-collect={LOOP}", f"--callgrind-out-file={output}",
        program, "load", "--quiet", "-c", connections, "-d", 600, "-n", requests, "--poller", "epoll", "--batch", "off",
        f"http://127.0.0.1:{port}/",
    ]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return counted(output.read_text())


def counted(profile):
    """The total of a profile, less the calls to what is timed."""
    names, total, timed, into = {}, 0, 0, None
    lines = iter(profile.splitlines())
    for line in lines:
        if line.startswith("totals:"):
            total = int(line.split()[1])
        elif line.startswith("cfn="):
            number, _, name = line[4:].partition(" ")
            into = names.setdefault(number, name)
        elif line.startswith("fn="):
            number, _, name = line[3:].partition(" ")
            caller = names.setdefault(number, name)
        elif line.startswith("calls=") and TIMED.search(into) and not TIMED.search(caller):
            timed += int(next(lines).split()[1])
    return total - timed


def per_request(folder, program, port, connections):
    least = [
        min(instructions(folder, program, port, connections, requests) for _ in range(RUNS[connections])) for requests in [FEW, MANY]
    ]
    return (least[1] - least[0]) / (MANY - FEW)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=pathlib.Path)
    parser.add_argument("after", type=pathlib.Path)
    parser.add_argument("--limit", type=float, default=5, help="the most that AFTER may need above BEFORE, in percent")
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory(prefix="harness-instructions-") as name:
        folder = pathlib.Path(name)
        programs = [
            without_debugging_information(program, folder / copy) for program, copy in [(options.before, "before"), (options.after, "after")]
        ]
        with bench.c_server()(bench.Bench(folder, 1)) as server:
            for connections in RUNS:
                before, after = (per_request(folder, program, server.port, connections) for program in programs)
                change = 100 * (after / before - 1)
                failed |= change > options.limit
                print(f"{connections:2} connections: {before:8.1f} before, {after:8.1f} after per request: {change:+.1f} %")
    sys.exit(f"more than {options.limit} % above" if failed else 0)


if __name__ == "__main__":
    main()
