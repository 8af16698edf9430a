"""Serves an ASGI app with granian: `python -m servers.granian main:app`."""

import socket
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder

from . import inherited


class Server(Granian):
    def _init_shared_socket(self):
        """In the place of one that binds a socket of its own for each worker."""
        self._sso = inherited.listener()
        self._sso.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as Granian's own has it
        self._shd = SocketHolder(self._sso.fileno(), False, self.backlog)


def main(app):
    inherited.forks_die_with_parents()
    Server(app, interface=Interfaces.ASGI, workers=inherited.workers(), log_level=LogLevels.warning).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
