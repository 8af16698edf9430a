"""Serves the app with Robyn's own server, in processes that Robyn forks."""

import os
import signal
import sys

from servers import inherited

sys.argv += ["--log-level", "WARN", "--disable-openapi", "--processes", str(inherited.workers())]

from main import app  # routers read the arguments
from robyn import processpool
from robyn.robyn import SocketHeld


def held(host, port):
    """Robyn's holder of a socket; the inherited one takes the place of its own, for which there is no parameter."""
    lowest = os.dup(inherited.descriptor())
    os.close(lowest)
    holder = SocketHeld(host, 0)  # has the lowest descriptor that is free
    os.dup2(inherited.descriptor(), lowest)
    return holder


if __name__ == "__main__":
    inherited.forks_die_with_parents()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # Robyn's loop ends with an interrupt alone
    processpool.SocketHeld = held
    app.start(_check_port=False)
