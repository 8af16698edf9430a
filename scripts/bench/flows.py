"""Users of a scenario, beside tools that can do the same."""

import json
import pathlib

from servers import GENERATOR_CPU, HARNESS, SCRIPTED

HERE = pathlib.Path(__file__).resolve().parent

# What users do, by a scenario's traffic.
FLOWS = {
    "users": {
        "once": [{"post": "/login", "json": {"user": "{{user.key}}"}, "status": 201, "capture": {"token": "/token"}}],
        "headers": {"authorization": "Bearer {{token}}"},
        "steps": [
            {"post": "/items", "json": {"name": "item {{iteration}} of {{user.key}}"}, "status": 201, "capture": {"id": "/id"}},
            {"get": "/items/{{id}}", "check": {"/id": "{{id}}"}},
            {"delete": "/items/{{id}}", "status": 204},
        ],
    },
    "answers": {"steps": [{"get": "/", "capture": {"id": "/id"}}]},
}


def flows(bench, scenario, ours, url, seconds):
    """The command lines for users: ours, and who can do the same."""
    file = bench.folder / f"{scenario.traffic}.json5"
    flow = FLOWS[scenario.traffic]
    file.write_text(
        json.dumps({"scenario": 1, "name": "bench", "load": {"users": scenario.connections}, "flows": {"flow": flow}})
    )
    users = [HARNESS, "scenario", "run", file, "--quiet", "--target", url, "--for", seconds, "--generator-cpus", GENERATOR_CPU]
    ours_too = {"harness scenario": users, "harness scenario (epoll)": [*users, "--poller", "epoll"]}
    if scenario.traffic == "answers":
        return {"harness load": [*ours, url], "harness load --batch off": [*ours, "--batch", "off", url], **ours_too}
    return {
        "k6": [
            SCRIPTED / "k6", "run", "--quiet", "--no-summary", "--vus", scenario.connections, "--duration", f"{seconds + 1}s", "-e",
            f"URL={url}", HERE / "k6-users.js",
        ],
        "wrk, Lua": ["wrk", "-t1", f"-c{scenario.connections}", f"-d{seconds}s", "-s", HERE / "users.lua", url],
        **ours_too,
    }
