#!/usr/bin/env python3
"""Holds the load engines of two harness programs against each other, interleaved in random order on the C server and on nginx of `make bench`: AFTER's
requests per second and CPU per request relative to BEFORE's in the same round, as the median of the rounds and an interval for it of at
least 95 % (order statistics; it needs 6 rounds). Where the interval contains 1 no difference was found.

Usage: ab.py BEFORE AFTER [--rounds N]; ends with status 1 where AFTER is worse beyond its interval."""

import argparse
import math
import pathlib
import signal
import statistics
import sys
import tempfile

import bench


def interval(ratios):
    """The narrowest pair of order statistics around the median that holds it with 95 %; None when there are too few."""
    ratios, count = sorted(ratios), len(ratios)
    cut, outside = 0, 2 * 0.5**count
    while outside <= 0.05:
        cut += 1
        outside += 2 * math.comb(count, cut) * 0.5**count
    return (ratios[cut - 1], ratios[count - cut]) if cut else None


def compare(name, rows, is_worse):
    """A line on a figure, and whether AFTER is worse."""
    ratios = [after / before for before, after in rows]
    found = interval(ratios)
    worse = bool(found) and is_worse(*found)
    verdict = "too few rounds for an interval" if not found else "no difference" if found[0] <= 1 <= found[1] else "worse" if worse else "better"
    limits = f" [{found[0]:.3f}, {found[1]:.3f}]" if found else ""
    print(f"  {name:16} {statistics.median(ratios):.3f}{limits} in {len(ratios)} rounds: {verdict}", flush=True)
    return worse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=pathlib.Path)
    parser.add_argument("after", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=2, help="of each run")
    parser.add_argument("--tool", default="harness", help="the settings, as `make bench` names them, e.g. `harness (epoll)`")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that what was started is ended on this path too
    failed = False
    with tempfile.TemporaryDirectory(prefix="harness-ab-") as name:
        place = bench.Bench(pathlib.Path(name), options.seconds)
        for scenario in [entry for entry in bench.SCENARIOS if entry.name in ["c", "nginx"]]:
            with scenario.serve(place) as server:
                flags = bench.commands(place, scenario, server.port)[options.tool][1:]
                tools = {name: [program.resolve(), *flags] for name, program in [("before", options.before), ("after", options.after)]}
                figures = bench.measure(place, scenario, server, options.rounds, tools)
            rounds = [pair for pair in zip(figures["before"], figures["after"]) if all(pair)]
            if not rounds:
                sys.exit(f"no round on {scenario.name} came to its end")
            print(f"{scenario.summary}, {options.tool}:")
            failed |= compare("requests/s", [(before[1], after[1]) for before, after in rounds], lambda low, high: high < 1)
            failed |= compare("CPU per request", [(before[0], after[0]) for before, after in rounds], lambda low, high: low > 1)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
