"""Serves the app with uvicorn on the socket that the adapter bound."""

import os
import socket

import uvicorn
from uvicorn.supervisors import Multiprocess


def main():
    listener = socket.socket(fileno=int(os.environ["HARNESS_LISTEN_FD"]))
    workers = int(os.environ["HARNESS_WORKERS"])
    config = uvicorn.Config("main:app", workers=workers, access_log=False, log_level="warning")
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listener])
    else:
        Multiprocess(config, sockets=[listener]).run()


if __name__ == "__main__":
    main()
