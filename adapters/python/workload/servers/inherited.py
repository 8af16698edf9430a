"""What the adapter hands an app: its socket, the number of its workers, and its end."""

import ctypes
import os
import signal
import socket

PR_SET_PDEATHSIG = 1
SUPERVISOR = "HARNESS_SUPERVISOR"


def descriptor():
    return int(os.environ["HARNESS_LISTEN_FD"])


def listener():
    return socket.socket(fileno=descriptor())


def workers():
    return int(os.environ["HARNESS_WORKERS"])


def die_with(parent):
    """Ends this process with the one that started it, which it else would outlive when that is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before this
        os.kill(os.getpid(), signal.SIGKILL)


def supervise():
    """Makes this the process that those it spawns from now on are to die with."""
    os.environ[SUPERVISOR] = str(os.getpid())


def die_with_supervisor():
    """For a process that was spawned: it imports anew what its supervisor runs."""
    die_with(int(os.environ[SUPERVISOR]))


def forks_die_with_parents():
    """Does as much for every process that is forked from now on."""
    parent = None

    def remember():
        nonlocal parent
        parent = os.getpid()

    os.register_at_fork(before=remember, after_in_child=lambda: die_with(parent))
