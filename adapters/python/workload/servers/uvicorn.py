"""Serves an ASGI app with uvicorn: `python -m servers.uvicorn main:app`."""

import sys

import uvicorn
from uvicorn.supervisors import Multiprocess

from . import inherited


def main(app):
    workers = inherited.workers()
    config = uvicorn.Config(app, workers=workers, access_log=False, log_level="warning", ws_per_message_deflate=False)
    if workers == 1:
        uvicorn.Server(config).run(sockets=[inherited.listener()])
    else:
        inherited.supervise()
        Multiprocess(config, sockets=[inherited.listener()]).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
elif __name__ == "__mp_main__":  # a worker
    inherited.die_with_supervisor()
