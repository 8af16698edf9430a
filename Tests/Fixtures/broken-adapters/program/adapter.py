"""A whole adapter in one file, of the standard library alone: sound, or broken in the one way that its argument names.

`adapter.json` in each folder beside this one gives the argument; what is broken is where `broken` is asked for it.
"""

import json
import math
import os
import sys
import threading

BREAKAGE = sys.argv[1] if len(sys.argv) > 1 else "sound"


def broken(name):
    return BREAKAGE == name


WIRE = os.dup(1)
if not broken("T2-keeps-the-wire"):
    os.dup2(2, 1)

import platform
import time

from app_process import App, kill_children
from failure import Failure, failures

DEPTH = 300 if broken("T1-refuses-deep-lines") else 512
FRAMEWORKS = ["plain"]
METRICS = [
    {"name": "plain.faults", "unit": "count", "kind": "counter", "better": "lower", "description": "Minor page faults.", "aggregation": "total"},
    {"name": "plain.threads", "unit": "count", "kind": "gauge", "better": "neither", "description": "Threads.", "aggregation": "total"},
]
apps = {}
counts = {"apps": 0, "preparations": 0}
paths = {}
writing = threading.Lock()


def send(message):
    line = json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
    with writing:
        while line:
            line = line[os.write(WIRE, line) :]


def notify(method, params):
    send({"method": method, "params": params})


def parse(line):
    """The message in a line; raises what is wrong with it."""
    try:
        if len(line) > 16 << 20:
            raise ValueError("it is longer than 16 MiB")
        message = json.loads(line.decode(), parse_int=whole, parse_float=double, parse_constant=no_number)
        if depth(message) > DEPTH:
            raise ValueError(f"it has more than {DEPTH} levels")
    except (ValueError, RecursionError) as error:
        raise Failure("parseError", f"the line is not JSON: {error}") from error
    if not isinstance(message, dict) or not {"method", "result", "error"} & message.keys():
        raise Failure("invalidRequest", "the line is no message")
    if "method" in message and not isinstance(message["method"], str):
        raise Failure("invalidRequest", "the method is no text")
    if type(message.get("id")) not in (str, int, float, type(None)) and "method" in message:
        raise Failure("invalidRequest", "the id is no text, no number and not null")
    if broken("T6-refuses-unknown-fields") and isinstance(message.get("more"), dict) and "__proto__" in message["more"]:
        raise Failure("invalidRequest", "there is a field too many")
    return message


def whole(text):
    return int(text) if len(text) < 20 else double(text)


def double(text):
    value = float(text)
    return value if math.isfinite(value) else None


def no_number(text):
    raise ValueError(f"{text} is no number")


def depth(value):
    levels, level = 0, [value]
    while level := [each for each in level if isinstance(each, (dict, list))]:
        levels += 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return levels


def answer(line):
    identity = method = None
    try:
        message = parse(line)
        if "method" not in message:
            return
        if "id" not in message:
            if broken("T6-answers-notifications"):
                send({"id": None, "error": {"code": -32601, "message": "unknown notification"}})
            return
        identity, method, params = message["id"], message["method"], message.get("params")
        if method not in METHODS:
            raise Failure("methodNotFound", f"unknown method {method}")
        if not isinstance(params, dict):
            raise Failure("invalidParams", "params must be an object")
        if broken("T9-foreign-id") and method == "app/stop" and params.get("app") in apps:
            identity = 999
        reply = {"id": identity, "result": METHODS[method](params)}
    except Failure as failure:
        reply = {"id": identity, "error": failure.to_json()}
    except (KeyError, TypeError, ValueError) as error:
        reply = {"id": identity, "error": Failure("invalidParams", f"wrong parameters: {error!r}").to_json()}
    send(reply)
    if isinstance(reply.get("result"), dict) and method == "shutdown":
        os._exit(3 if broken("X1-another-status") else 0)


def initialize(params):
    offered = params["protocolVersions"]
    if not isinstance(offered, list) or not all(type(version) is int for version in offered):
        raise ValueError("protocolVersions must be integers")
    if 1 not in offered:
        raise Failure("unsupportedVersion", "this adapter speaks version 1")
    if broken("T4-noisy-beginning"):
        notify("log", {"level": "debug", "message": "x" * (1 << 20)})
    paths["workloads"] = params["workloads"]
    default = not broken("I3-no-default")
    frameworks = [{"name": name, "description": "the standard library", "default": default, "deviations": []} for name in FRAMEWORKS]
    if broken("I3-two-defaults"):
        frameworks.append({**frameworks[0], "name": "other"})
    if broken("I3-deviates-from-nothing"):
        frameworks[0]["deviations"] = [{"id": "x", "description": "something", "workloads": ["no-such-workload"]}]
    return {
        "protocolVersion": max(offered) if broken("I1-picks-the-highest") else 1,
        "adapter": {"name": BREAKAGE, "version": "1"},
        "runtime": {
            "name": platform.python_implementation(),
            "version": platform.python_version(),
            "path": "/no/such/python" if broken("I2-no-such-runtime") else sys.executable,
        },
        "frameworks": frameworks,
        "metrics": metrics(),
    }


def metrics():
    more = {
        "I4-has-a-name-of-the-hosts": {"name": "cpu.mine"},
        "I4-two-of-one-name": {"name": "plain.threads", "unit": "threads"},
        "I4-largest-counter": {"name": "plain.most", "kind": "counter", "aggregation": "maximum"},
        "I6-mean-of-nothing": {"name": "plain.mean", "aggregation": "mean", "page": {"kind": "plain", "slot": 0}},
        "I6-beyond-the-page": {"name": "plain.slot", "page": {"kind": "plain", "slot": 32}},
        "I7-has-a-role-of-the-hosts": {"name": "plain.memory", "role": "memory", "page": {"kind": "plain", "slot": 0}},
        "I7-has-an-unknown-role": {"name": "plain.karma", "role": "karma", "page": {"kind": "plain", "slot": 0}},
    }.get(BREAKAGE)
    return METRICS + ([{**METRICS[1], **more}] if more else [])


def framework(params):
    if type(params["framework"]) is not str:
        raise ValueError("framework must be a text")
    if params["framework"] not in FRAMEWORKS:
        raise Failure("unknownFramework", "no such framework", hint=f"it has {', '.join(FRAMEWORKS)}")


def prepare(params):
    framework(params)
    begin = time.monotonic_ns()
    counts["preparations"] += 1
    if broken("P1-slow-again") and counts["preparations"] == 2:
        time.sleep(2.6)
    if BREAKAGE in ("P2-fails-silently", "32002-another-code") and "HARNESS_BUILD_DIR" in os.environ:
        raise Failure("prepareFailed", "it failed", hint=None if broken("P2-fails-silently") else "try harder")
    notify("progress", {"message": "nothing to install", "fraction": 7 if broken("P2-more-than-whole") else 1})
    versions = dict(VERSIONS)
    if broken("P1-no-server-version"):
        del versions["server"]
    return {"versions": versions, "durationNanoseconds": time.monotonic_ns() - begin}


VERSIONS = {"runtime": platform.python_version(), "framework": "1", "server": "1"}


def start(params):
    framework(params)
    check_start(params)
    counts["apps"] += 1
    app = App(str(counts["apps"]), params, paths["workloads"], BREAKAGE, exited)
    apps[app.name] = app
    try:
        startup = app.wait_for_health(params["healthTimeoutNanoseconds"] / 1e9)
    except Failure:
        del apps[app.name]
        raise
    if broken("T2-prints"):
        os.write(WIRE, b"the app is there\n")
    result = {
        "app": app.name,
        "address": {"host": "127.0.0.1", "port": app.port},
        "pid": app.reported_pid(),
        "versions": VERSIONS,
        "startupNanoseconds": 0 if broken("S4-takes-no-time") else startup,
    }
    if broken("S9-no-such-folder") and params.get("agents") is not False:
        result["agentFolder"] = "/no/such/folder"
    if broken("S7-agents-all-the-same") and params.get("agents") is False:
        result["agentFolder"] = "/tmp"
    return result


def check_start(params):
    ports = params.get("ports")
    kept = [
        is_count(params["workers"]) and params["workers"] > 0,
        isinstance(params["cpus"], list) and all(map(is_count, params["cpus"])),
        ports is None or isinstance(ports, dict) and all(is_count(ports[end]) and ports[end] < 65536 for end in ("first", "last")),
        is_count(params["healthTimeoutNanoseconds"]),
        type(params.get("agents")) in (bool, type(None)),
        type(params.get("profiler")) in (bool, type(None)),
    ]
    if not all(kept):
        raise ValueError("a parameter of app/start is wrong")
    if broken("S8-refuses-profilers") and params.get("profiler"):
        raise Failure("startFailed", "there is no profiler")


def is_count(value):
    return type(value) is int and value >= 0


def exited(app):
    if apps.pop(app.name, None) is None:
        return
    if broken("N1-late"):
        time.sleep(1.6)
    ending = {"exitCode": 0, "signal": None} if broken("N1-another-end") else app.ending()
    notify("app/exited", {"app": app.name, **ending, "stderr": app.tail()})


def find(params):
    name = params["app"]
    if type(name) is not str:
        raise ValueError("app must be a text")
    if name not in apps:
        raise Failure("unknownApp", f"no app {name} runs")
    return apps[name]


def stop(params):
    app = find(params)
    del apps[app.name]
    if broken("E1-answers-early"):
        threading.Thread(target=app.stop).start()
        return {"exitCode": 0, "signal": None}
    app.stop()
    if broken("E2-tells-of-stops"):
        notify("app/exited", {"app": app.name, **app.ending(), "stderr": []})
    return {"exitCode": 0, "signal": 15} if broken("E1-ends-twice") else app.ending()


def read_metrics(params):
    try:
        app = find(params)
    except Failure:
        if broken("32603-bug"):
            raise Failure("internalError", "an exception") from None
        if broken("T9-error-without-message"):
            raise Failure("unknownApp", None) from None
        raise
    faults = app.faults()
    if broken("M2-falls"):
        faults = -time.monotonic_ns()
    values = {"plain.faults": faults, "plain.threads": app.threads()}
    if broken("M1-forgets-a-metric"):
        del values["plain.threads"]
    if broken("M1-has-another-metric"):
        values["plain.surprise"] = 1
    named = {metric["name"] for metric in metrics() if "page" not in metric}
    return {"values": values, "unavailable": {name: "not counted" for name in named - values.keys()} if not broken("M1-forgets-a-metric") else {}}


def profile_app(params):
    if params["app"] not in apps:
        raise Failure(-32005, f"no app {params['app']} runs")  # F3, however the others are broken
    app = apps[params["app"]]
    if app.profile is None:
        raise Failure(-32602, "the app was not started for a profiler")
    return app


def start_profile(params):
    app = profile_app(params)
    if BREAKAGE in ("F2-no-hint", "32006-another-code"):
        raise Failure("profilerUnavailable", "it may not look", hint=None if broken("F2-no-hint") else "ask for permission")
    if app.profile.is_on and not broken("F3-begins-twice"):
        raise Failure(-32602, "the app is being profiled")
    app.profile.start()
    return {"profiler": "frames 1", "unit": "samples", "intervalNanoseconds": 10_000_000}


def stop_profile(params):
    app = profile_app(params)
    if not app.profile.is_on:
        raise Failure(-32602, "the app is not being profiled")
    stacks = app.profile.stop(app.workers())
    if broken("F1-sees-nothing"):
        stacks = {}
    lines = [f"{stack} {count}\n" for stack, count in stacks.items()]
    samples = sum(stacks.values())
    if broken("F4-repeats-stacks"):
        lines = [f"{stack} 1\n" for stack in stacks] * 2
    if broken("F5-leaves-out"):
        samples += 1000
    notes = ["stacks are told twice"] if broken("F4-repeats-stacks") else []
    return {"folded": "".join(lines), "samples": samples, "lost": 0, "notes": notes}


def stop_all():
    stops = [threading.Thread(target=app.stop, args=[1]) for app in list(apps.values())]
    apps.clear()
    for each in stops:
        each.start()
    for each in stops:
        each.join()
    return {}


METHODS = {
    "initialize": initialize, "app/prepare": prepare, "app/start": start, "app/stop": stop, "metrics/read": read_metrics,
    "profile/start": start_profile, "profile/stop": stop_profile, "shutdown": lambda params: stop_all(),
}
if broken("sound-without-profiler"):
    del METHODS["profile/start"], METHODS["profile/stop"]
failures(BREAKAGE)


def read_lines():
    """Each line as it comes; at the end of input everything is stopped, whatever is being done."""
    pending = bytearray()
    while data := os.read(0, 1 << 20):
        *ends, rest = data.split(b"\n")
        for end in ends:
            lines.put(bytes(pending + end).removesuffix(b"\r"))
            pending = bytearray()
        pending += rest
    if broken("T5-outlives-its-input") and apps:
        time.sleep(2.6)
    stop_all()
    kill_children()  # what a request that is being handled has started
    os._exit(0)


import queue

lines = queue.Queue()
threading.Thread(target=read_lines, daemon=True).start()
while True:
    line = lines.get()
    if not line:
        continue
    if broken("T4-answers-out-of-order") and b'"app/prepare"' in line and b'"framework":"plain"' in line:
        threading.Timer(0.05, answer, [line]).start()
        continue
    answer(line)
