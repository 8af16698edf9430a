#!/usr/bin/env python3
"""Measures harness's load engine beside other load generators, interleaved on the same servers, and writes docs/BENCH.md.

Generator and server have a processor each; the server counts; what a generator used is its parent's word (wait4). Every figure
is a ratio to wrk in the same round: median (smallest – largest)."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from flows import FLOWS, flows
from servers import GENERATOR_CPU, HARNESS, PROJECT, SCRIPTED, c_server, nginx, nginx_tls

HERE = pathlib.Path(__file__).resolve().parent
REFERENCE = "wrk"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=2, help="of each run")
    parser.add_argument("--scenario", action="append", help="only these; may be repeated")
    parser.add_argument("--output", type=pathlib.Path, default=PROJECT / "docs/BENCH.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that what was started is ended on this path too
    with tempfile.TemporaryDirectory(prefix="harness-bench-") as name:
        bench = Bench(pathlib.Path(name), options.seconds)
        chosen = [entry for entry in SCENARIOS if not options.scenario or entry.name in options.scenario]
        report = [header(options)]
        for scenario in chosen:
            with scenario.serve(bench) as server:
                report.append(table(scenario, measure(bench, scenario, server, options.rounds)))
            print(report[-1], flush=True)
        lateness = lateness_table(bench)
        print(lateness, flush=True)
        options.output.parent.mkdir(exist_ok=True)
        messages = messages_table()
        print(messages, flush=True)
        options.output.write_text("\n".join([*report, lateness, messages]))
        print(f"written: {options.output}")


class Bench:
    """The place of a run's files, and the ways to start things."""

    def __init__(self, folder, seconds):
        self.folder, self.seconds = folder, seconds
        for program, libraries in [("server", []), ("streams", ["-lcrypto"]), ("launch", [])]:
            subprocess.run(["cc", "-O2", "-o", folder / program, HERE / f"{program}.c", *libraries], check=True)
        for size in [512, 1024, 102400]:
            (folder / f"body-{size}").write_bytes(b"x" * size)
            (folder / f"post-{size}.lua").write_text(f'wrk.method = "POST"\nwrk.body = string.rep("x", {size})\n')

    def launch(self, command, seconds, count):
        """CPU seconds, peak RSS in KiB, requests per second, and wall seconds of a command; None when it failed.

        The rate is the server's `count` between 40 % and 90 % of the run, so that nobody's start or end is in it."""
        usage = self.folder / "usage"
        usage.unlink(missing_ok=True)
        words = [str(word) for word in [self.folder / "launch", GENERATOR_CPU, usage, *command]]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            looks = []
            for share in [0.4, 0.5]:
                time.sleep(share * seconds)
                looks.append((time.monotonic(), count()))
            process.wait(timeout=seconds + 60)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        cpu, rss, wall, status = usage.read_text().split()
        (begin, first), (end, last) = looks
        is_sound = status == "0" or "harness" in str(command[0])
        return (float(cpu), int(rss), (last - first) / (end - begin), float(wall)) if is_sound else None


class Scenario:
    """What is loaded and how; `traffic` is what is sent. With `is_whole` the throughput is that of whole runs, with their starts and ends. `tools` are all unless named; the slow ones from PyPI only where they are named or `with_scripted`."""

    def __init__(
        self, name, summary, serve, connections=64, body=None, tools=None, scheme="http", with_scripted=False, rate=None,
        reference=REFERENCE, is_whole=False, traffic="requests",
    ):
        self.name, self.summary, self.serve, self.scheme, self.rate = name, summary, serve, scheme, rate
        self.connections, self.body, self.tools, self.reference = connections, body, tools, reference
        self.with_scripted, self.is_whole, self.traffic = with_scripted, is_whole, traffic

    def seconds(self, bench):
        """Of each run; longer with many connections, which take a while to open, unless that is measured too."""
        return bench.seconds * (3 if self.connections > 1000 and not self.is_whole else 1)


MANY = ["wrk", "harness", "harness --batch 64 --batch-wait 1000", "harness (epoll)"]
SCENARIOS = [
    Scenario("c", "a C server that does nothing but answer, 64 connections", c_server(), with_scripted=True),
    Scenario("nginx", "nginx, 64 connections", nginx, with_scripted=True),
    Scenario("https", "nginx, TLS 1.3, 64 connections", nginx_tls, scheme="https"),
    Scenario("work-20us", "a C server with 20 µs of work per request, 64 connections", c_server(20)),
    Scenario("10k", "a C server, 10,000 connections", c_server(), connections=10_000, tools=MANY),
    Scenario(
        "10k-whole", "the same, in short runs as a whole, with opening the connections", c_server(), connections=10_000, tools=MANY,
        is_whole=True,
    ),
    Scenario(
        "rate", "a C server at 10,000 requests/s, 64 connections; k6 and locust keep no such rate", c_server(), rate=10_000,
        reference="h2load --h1",
    ),
    Scenario("post-1k", "a C server, bodies of 1 KB", c_server(), body=1024),
    Scenario("post-100k", "a C server, bodies of 100 KB", c_server(), body=102400),
    Scenario(
        "users", "a C server with items: 64 users log in once, then create, read and delete with the ids they were told", c_server(0, 350),
        reference="k6", traffic="users",
    ),
    *(
        Scenario(
            f"read-{name}", f"a C server whose answers have {name.upper()}: requests of users who read them to the end, beside plain ones",
            c_server(0, size), reference="harness load --batch off", traffic="answers",
        )
        for name, size in [("350b", 350), ("1kb", 1024), ("10kb", 10240)]
    ),
    Scenario(
        "messages", "a C server that sends back, 64 connections, 512 B each way", c_server(program="streams"), body=512,
        reference="ws (Node.js)", traffic="messages",
    ),
    Scenario(
        "events", "a C server that sends 1,000 events/s on each of 64 connections", c_server(program="streams"), reference="curl --parallel",
        traffic="events",
    ),
]


def commands(bench, scenario, port):
    """The generators that are installed, with their command lines."""
    url, seconds, connections = f"{scenario.scheme}://127.0.0.1:{port}/", scenario.seconds(bench), scenario.connections
    body = scenario.body and bench.folder / f"body-{scenario.body}"
    ours = [HARNESS, "load", "--quiet", "-c", connections, "-d", seconds, "--generator-cpus", GENERATOR_CPU]
    if scenario.traffic in FLOWS:
        return flows(bench, scenario, ours, url, seconds)
    if scenario.traffic != "requests":
        return streams(bench, scenario, ours, url, seconds)
    ours += ["--body-file", body] if body else []
    ours += ["--insecure"] if scenario.scheme == "https" else []
    if scenario.rate:
        each = scenario.rate // connections
        all_tools = {
            "harness": [*ours, "--rate", scenario.rate, url],
            "harness --tick 100": [*ours, "--rate", scenario.rate, "--tick", 100, url],
            "harness --tick 1000": [*ours, "--rate", scenario.rate, "--tick", 1000, url],
            "wrk2": ["wrk2", "-t1", f"-c{connections}", f"-d{seconds}s", f"-R{scenario.rate}", url],
            "h2load --h1": ["h2load", "--h1", "-t1", f"-c{connections}", f"-D{seconds}", f"--rps={each}", url],
            "hey": ["hey", "-z", f"{seconds}s", "-c", connections, "-q", each, url],
        }
    else:
        all_tools = {
            "wrk": ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
            + (["-s", bench.folder / f"post-{scenario.body}.lua"] if body else []) + [url],
            "harness": [*ours, url],
            "harness --batch off": [*ours, "--batch", "off", url],
            "harness --batch 64 --batch-wait 1000": [*ours, "--batch", 64, "--batch-wait", 1000, url],
            "harness (epoll)": [*ours, "--poller", "epoll", "--batch", "off", url],
            "ab -k": ["ab", "-k", "-q", "-r", "-t", seconds, "-n", 100_000_000, "-c", connections]
            + (["-p", body, "-T", "text/plain"] if body else []) + [url],
            "h2load --h1": ["h2load", "--h1", "-t1", f"-c{connections}", f"-D{seconds}"] + ([f"-d{body}"] if body else []) + [url],
            "hey": ["hey", "-z", f"{seconds}s", "-c", connections] + (["-m", "POST", "-D", body] if body else []) + [url],
        }
        if scenario.with_scripted:
            all_tools["k6"] = [
                SCRIPTED / "k6", "run", "--quiet", "--no-summary", "--vus", connections, "--duration", f"{seconds + 1}s", "-e",
                f"URL={url}", HERE / "k6.js",
            ]
            all_tools["locust"] = [
                SCRIPTED / "locust", "-f", HERE / "locustfile.py", "--headless", "--only-summary", "-u", connections, "-r", connections,
                "-t", f"{seconds + 1}s", "--host", url.rstrip("/"),
            ]
    return {
        name: command for name, command in all_tools.items()
        if (not scenario.tools or name in scenario.tools) and shutil.which(command[0])
    }


def streams(bench, scenario, ours, url, seconds):
    """The command lines for messages or events."""
    if scenario.traffic == "events":
        transfers = bench.folder / "transfers"
        transfers.write_text(f'url = "{url}"\noutput = "/dev/null"\n' * scenario.connections)
        curl = f"curl --silent --no-buffer --parallel --parallel-immediate --parallel-max {scenario.connections} --max-time {seconds} -K {transfers}; true"
        return {
            "curl --parallel": ["sh", "-c", curl],
            "harness --sse": [*ours, "--sse", url],
            "harness --sse (epoll)": [*ours, "--sse", "--poller", "epoll", url],
        }
    socket, body, size = url.replace("http", "ws", 1), bench.folder / f"body-{scenario.body}", scenario.body
    message = [*ours, "--message-file", body, "--binary"]
    return {
        "ws (Node.js)": ["node", HERE / "ws.js", socket, scenario.connections, seconds, size],
        "websockets (Python)": [SCRIPTED / "python", HERE / "ws.py", socket, scenario.connections, seconds, size],
        "harness, messages": [*message, socket],
        "harness, messages, --echo": [*message, "--echo", socket],
        "harness, messages (epoll)": [*message, "--poller", "epoll", "--batch", "off", socket],
        "harness, requests": [*ours, "--body-file", body, url],
        "harness, requests (epoll)": [*ours, "--body-file", body, "--poller", "epoll", "--batch", "off", url],
    }


def measure(bench, scenario, server, rounds, tools=None):
    """By tool, of all generators unless `tools` are given: a list of (CPU per request in µs, requests per second, RSS in MB), one per round."""
    tools = tools or commands(bench, scenario, server.port)
    figures = {name: [] for name in tools}
    for number in range(rounds):
        order = list(tools)
        random.Random(f"{scenario.name} {number}").shuffle(order)
        for name in order:
            before = server.count()
            usage = bench.launch(tools[name], scenario.seconds(bench), server.count)
            count = server.count() - before
            if usage and count > 0:
                cpu, rss, rate, wall = usage
                figures[name].append((1e6 * cpu / count, count / wall if scenario.is_whole else rate, rss / 1024))
            else:
                figures[name].append(None)
            time.sleep(0.1)
    return figures


def spread(ratios):
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} – {max(ratios):.2f})"


def table(scenario, figures):
    lines = [
        f"## {scenario.name}: {scenario.summary}", "",
        *([f"Ratios are to {scenario.reference}.", ""] if scenario.reference != REFERENCE else []),
        "| generator | CPU per request | throughput | peak RSS | CPU per request, µs | requests/s |", "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, rows in figures.items():
        pairs = [(row, base) for row, base in zip(rows, figures[scenario.reference]) if row and base]
        if not pairs:
            lines.append(f"| {name} | failed | | | | |")
            continue
        ratios = [spread([row[i] / base[i] for row, base in pairs]) for i in range(3)]
        absolute = [statistics.median(row[i] for row, _ in pairs) for i in range(2)]
        lines.append(f"| {name} | {' | '.join(ratios)} | {absolute[0]:.2f} | {absolute[1]:,.0f} |")
    return "\n".join(lines) + "\n"


def lateness_table(bench):
    """How late an open loop writes its requests, on the C server."""
    lines = [
        "## Fixed rates: lateness of the write on a C server, 64 connections", "",
        "| rate | poller | due | never sent | p50 | p99 | CPU of the generator |", "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    with c_server()(bench) as server:
        for rate in [1000, 10_000, 50_000]:
            for poller in ["uring", "epoll"]:
                command = [
                    HARNESS, "load", "--quiet", "-c", 64, "-d", 5, "--rate", rate, "--poller", poller, "--generator-cpus",
                    GENERATOR_CPU, f"http://127.0.0.1:{server.port}/",
                ]
                text = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False).stdout.splitlines()
                due = next(line for line in text if "were due" in line).split()
                # The columns after the name are mean, p50, p90, p99 …, each a number and a unit.
                late = next(line for line in text if line.startswith("lateness")).split()[4:]
                times = [" ".join(late[i : i + 2]) for i in range(0, len(late), 2)]
                busy = next(line for line in text if line.startswith("generator")).split("request, ")[1].split(" of ")[0]
                lines.append(f"| {rate:,} | {poller} | {due[0]} | {due[4]} | {times[1]} | {times[3]} | {busy} |")
    return "\n".join(lines) + "\n"


def messages_table():
    """How long a message to an adapter and back takes, neither of them pinned."""
    lines = ["## JSON-RPC: a message to an adapter and back", "", "| adapter | median, µs | p99, µs |", "| --- | ---: | ---: |"]
    for row in json.loads(subprocess.run([HARNESS, "adapters", "ping", "--json"], capture_output=True, check=True).stdout):
        lines.append(f"| {row['name']} | {row['medianNanoseconds'] / 1000:.0f} | {row['p99Nanoseconds'] / 1000:.0f} |")
    return "\n".join(lines) + "\n"


def header(options):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    return f"""# The load engine beside others

Written by `make bench` on {datetime.date.today()}: {options.rounds} interleaved rounds of {options.seconds} s in random order; {model}, {os.cpu_count()} processors,
Linux {platform.release()}. The generator runs on one processor and the server on another; the server counts the requests; CPU and RSS are what
the kernel tells the generator's parent. Ratios are to {REFERENCE} in the same round: median (smallest – largest); below 1 is better for CPU and RSS,
above 1 for throughput, which is what the server answers between 40 % and 90 % of a run. Absolute figures move with the machine; ratios are what counts.
"""


if __name__ == "__main__":
    main()
