"""Commands that preparation runs."""

import re
import subprocess

from . import errors

TAIL_LINES = 20


def run(command, hint, directory=None):
    """What it printed; raises prepareFailed with its last lines, and the hint, when it fails or is not there."""
    try:
        result = subprocess.run(
            command, cwd=directory, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise _failed(command, hint, [str(error)]) from error
    text = result.stdout.decode(errors="replace")
    if result.returncode != 0:
        raise _failed(command, hint, text.splitlines()[-TAIL_LINES:])
    return text


def version(command, hint):
    """The first number with a point in it that it printed, such as 5.36.0."""
    text = run(command, hint)
    if found := re.search(r"\d+(\.\d+)+", text):
        return found[0]
    raise _failed(command, hint, text.splitlines()[-TAIL_LINES:])


def _failed(command, hint, lines):
    return errors.ProtocolError(errors.PREPARE_FAILED, f"`{' '.join(command[:4])} …` failed", hint=hint, stderr=lines)
