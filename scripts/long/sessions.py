"""Lets thousands of users think at a server, and looks at what they cost the generator.

Usage: python3 scripts/long/sessions.py HARNESS [SECONDS]
"""

import json
import os
import re
import subprocess
import sys
import tempfile

# Node.js closes a connection that has been idle for five seconds.
SERVER = """
const http = require("http");
const server = http.createServer((request, response) => response.end('{"id":17}'));
server.listen({ port: 0, host: "127.0.0.1", backlog: 511 }, () => console.log(server.address().port));
"""
# How many users, how long they think, and how much memory they may take, in bytes.
CASES = [(10_000, "1s", 100 << 20), (1_000, "1s", 64 << 20), (500, "6s", 64 << 20)]


def run(harness, port, users, pause, seconds):
    """What a run tells, its exit code, and the most memory the generator had."""
    steps = [{"pause": ["0s", pause]}, {"get": "/", "capture": {"id": "/id"}}, {"pause": pause}]
    phases = [{"for": "10s", "users": {"to": users}}, {"for": f"{seconds}s", "users": users}]
    scenario = {"scenario": 1, "name": "thinking", "load": {"phases": phases}, "flows": {"think": {"steps": steps}}}
    with tempfile.NamedTemporaryFile("w", suffix=".json5") as file:
        json.dump(scenario, file)
        file.flush()
        target = f"http://127.0.0.1:{port}"
        command = [harness, "scenario", "run", file.name, "--target", target, "--quiet"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
    return output, os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024


def main(harness, seconds=30):
    failures = []
    server = subprocess.Popen(["node", "-e", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline())
        for users, pause, most in CASES:
            output, status, memory = run(harness, port, users, pause, seconds)
            late = re.search("within (.*) of their time", output)
            print(f"{users} users who think {pause}: {memory / 1e6:.0f} MB, begun {late[0] if late else 'n/a'}")
            print(output)
            if status or "errors: none" not in output:
                failures.append(f"{users} users: exit code {status}")
            if memory > most:
                failures.append(f"{users} users: {memory} bytes, {most} at the most")
    finally:
        server.kill()
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:]))
