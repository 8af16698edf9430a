"""What the adapter hands an app: its socket, the number of its workers, and its end."""

import ctypes
import os
import signal
import socket

PR_SET_PDEATHSIG = 1


def descriptor():
    return int(os.environ["HARNESS_LISTEN_FD"])


def listener():
    return socket.socket(fileno=descriptor())


def workers():
    return int(os.environ["HARNESS_WORKERS"])


def die_with_parent():
    """For a worker, which else would outlive a supervisor that was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
