#!/usr/bin/env python3
"""Measures what a runtime agent costs, or to be profiled (--profiler): processor time per request and throughput
of an app with it, relative to the same app without.

Each round starts both afresh on one processor, in random order, and loads them in turn (with, without,
without, with, or the reverse) from another processor. The round's ratio is one observation; the result is the
geometric mean over rounds with its 95 % interval (Student's t of the logarithms)."""

import argparse
import json
import math
import pathlib
import random
import statistics
import subprocess

PROJECT = pathlib.Path(__file__).resolve().parents[2]
WORKLOADS = PROJECT / "Sources/AdapterProtocol/Specification/v1/workloads.json"
GENERATOR_CPU, APP_CPU = 0, 1
START_SECONDS = 30


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--adapter", default="python")
    parser.add_argument("--workload", default="json-small")
    parser.add_argument("--rounds", type=int, default=12, help="at least 6 (default: 12)")
    parser.add_argument("--seconds", type=float, default=1.5, help="of each of a round's four windows")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--profiler", action="store_true", help="what it costs to be profiled; no agents")
    parser.add_argument("--harness", type=pathlib.Path, default=PROJECT / ".build/release/harness")
    parser.add_argument("--seed", type=int, default=1, help="of the order")
    options = parser.parse_args()
    if options.rounds < 6:
        parser.error("--rounds must be at least 6: an interval needs a spread")
    if not options.harness.exists():
        parser.error(f"{options.harness} is missing; run `make build`, or give --harness")
    order = random.Random(options.seed)
    with Adapter(options.adapter) as adapter:
        request = Request(options.harness, options.workload)
        rounds = []
        for number in range(1, options.rounds + 1):
            rounds.append(measure(adapter, request, options, order.random() < 0.5))
            cpu, rate = rounds[-1]
            print(f"round {number:2}: CPU per request × {cpu:.4f}, throughput × {rate:.4f}", flush=True)
    what = "profiled" if options.profiler else "with agent"
    print(f"{options.adapter}, {options.workload}, workers: {options.workers}; {what} to without:")
    for name, ratios in zip(["CPU per request", "throughput"], zip(*rounds)):
        mean, low, high = interval(ratios)
        print(f"  {name}: × {mean:.4f} (95 % interval {low:.4f} – {high:.4f}, {len(ratios)} rounds)")


def measure(adapter, request, options, with_first):
    """One round: the ratios of CPU per request and of throughput, observed to bare."""
    pair = [with_first, not with_first]
    observer = {"agents": False, "profiler": True} if options.profiler else {"agents": True}
    apps = {observed: adapter.start(options.workers, observer if observed else {"agents": False}) for observed in pair}
    totals = {observed: [0, 0, 0] for observed in pair}
    for app in apps.values():
        request.load(app["address"]["port"], options.seconds / 2)  # warm-up
    for observed in [*pair, *reversed(pair)]:
        app = apps[observed]
        is_profiled = observed and options.profiler
        if is_profiled:
            adapter.call("profile/start", app=app["app"])
        before = adapter.cpu(app)
        answered, nanoseconds = request.load(app["address"]["port"], options.seconds)
        for place, figure in enumerate([adapter.cpu(app) - before, answered, nanoseconds]):
            totals[observed][place] += figure
        if is_profiled:
            adapter.call("profile/stop", app=app["app"])
    for app in apps.values():
        adapter.call("app/stop", app=app["app"])
    (cpu, answered, time), (bare_cpu, bare_answered, bare_time) = totals[True], totals[False]
    return cpu / answered / (bare_cpu / bare_answered), answered / time / (bare_answered / bare_time)


def interval(ratios):
    """Geometric mean of ratios, and the ends of its 95 % interval."""
    logs = [math.log(ratio) for ratio in ratios]
    mean, freedom = statistics.fmean(logs), len(logs) - 1
    half = t_quantile(0.975, freedom) * statistics.stdev(logs) / math.sqrt(len(logs))
    return tuple(math.exp(value) for value in (mean, mean - half, mean + half))


def t_quantile(probability, freedom):
    """Student's t from the normal quantile, to 0.003 from 5 degrees on; Abramowitz and Stegun 26.7.5."""
    z = statistics.NormalDist().inv_cdf(probability)
    terms = [
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    ]
    return sum(term / freedom**power for power, term in enumerate(terms))


class Request:
    """A workload's request, sent by `harness load`."""

    def __init__(self, harness, workload):
        self._harness = str(harness)
        shown = subprocess.run(
            [self._harness, "workloads", "show", workload], check=True, capture_output=True, text=True
        ).stdout
        head, _, rest = shown.partition("\n\n")
        body = rest.partition("\nanswer")[0]
        self._method, self._path = next(line for line in head.splitlines() if " HTTP/" in line).split()[:2]
        kinds = [line for line in head.splitlines() if line.startswith("Content-Type")]
        self._flags = [word for kind in kinds for word in ["-H", kind]] + (["--body", body] if body else [])

    def load(self, port, seconds):
        """Complete answers within the window, and the window's nanoseconds."""
        target = f"http://127.0.0.1:{port}{self._path}"
        settings = ["-c", "32", "-d", str(seconds), "--generator-cpus", str(GENERATOR_CPU)]
        command = [self._harness, "load", "--quiet", "--json", "--method", self._method, *settings]
        result = subprocess.run(
            [*command, *self._flags, target], check=True, stdout=subprocess.PIPE, text=True
        )
        figures = json.loads(result.stdout)
        return figures["answered"], figures["windowNanoseconds"]


class Adapter:
    """An adapter of this project, asked as the host asks it."""

    def __init__(self, name):
        folder = PROJECT / "adapters" / name
        command = json.loads((folder / "adapter.json").read_text())["command"]
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        host = {"name": "agent-cost", "version": "1"}
        described = self.call("initialize", protocolVersions=[1], host=host, workloads=str(WORKLOADS))
        self._framework = next(each["name"] for each in described["frameworks"] if each["default"])
        self.call("app/prepare", framework=self._framework)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(timeout=10)

    def call(self, method, **params):
        """The result of a request; ends the program with the error's message otherwise."""
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        print(json.dumps(message), file=self._process.stdin, flush=True)
        for line in self._process.stdout:
            answer = json.loads(line)
            if answer.get("id") == 1:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']['message']}")
                return answer["result"]
        raise SystemExit(f"{method}: the adapter has ended")

    def start(self, workers, observer):
        """A healthy app of the default framework."""
        return self.call(
            "app/start",
            framework=self._framework,
            workers=workers,
            cpus=[APP_CPU],
            healthTimeoutNanoseconds=START_SECONDS * 1_000_000_000,
            **observer,
        )

    def cpu(self, app):
        """Nanoseconds of processor time so far."""
        threads, waiting = [], [app["pid"]]
        for pid in waiting:
            tasks = list(pathlib.Path(f"/proc/{pid}/task").iterdir())
            waiting += [child for task in tasks for child in (task / "children").read_text().split()]
            threads += tasks
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)


if __name__ == "__main__":
    main()
