"""The profile of an app: when it may begin and end, and what is answered (rules F1–F6)."""

import json

from . import errors

MAXIMUM_BYTES = 15 * 2**20
"""Of folded stacks as JSON; a line has at most 16 MiB (rule T1)."""


class Profiling:
    """Of one app; `session` is a profiler's, None for an app that was not started for it."""

    def __init__(self, session):
        self._session = session
        self._samples = False

    def environment(self, inherited):
        """What the app's environment needs beyond `inherited`."""
        return self._session.environment(inherited) if self._session else {}

    def start(self, pid):
        """Samples the tree below and including pid; returns what `profile/start` answers."""
        self._check(self._session, 'the app was not started with "profiler": true')
        self._check(not self._samples, "the app is being profiled already")
        answer = self._session.start(pid)
        self._samples = True
        return answer

    def stop(self):
        """Samples no more; returns what `profile/stop` answers."""
        self._check(self._samples, "the app is not being profiled")
        self._samples = False
        return self._session.stop()

    def close(self):
        """Ends the profiler with the app, from any thread."""
        if self._session:
            self._session.close()

    def _check(self, holds, otherwise):
        if not holds:
            raise errors.ProtocolError(errors.INVALID_PARAMS, otherwise)


def profile(stacks, lost=0, notes=()):
    """What `profile/stop` answers for the numbers of samples by stack."""
    lines, size = [], 0
    for stack, count in sorted(stacks.items(), key=lambda item: (-item[1], item[0])):
        line = f"{stack} {count}\n"
        size += len(json.dumps(line, ensure_ascii=False).encode())
        if size > MAXIMUM_BYTES:
            rest = f"the {len(stacks) - len(lines)} rarest of {len(stacks)} stacks are left out"
            notes = [*notes, f"{rest}: a message has at most 16 MiB"]
            break
        lines.append(line)
    return {"folded": "".join(lines), "samples": sum(stacks.values()), "lost": lost, "notes": list(notes)}
