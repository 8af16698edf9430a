"""Serves the app with uvicorn on the socket that the adapter bound."""

import ctypes
import os
import signal
import socket

import uvicorn
from uvicorn.supervisors import Multiprocess


PR_SET_PDEATHSIG = 1


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
elif __name__ == "__mp_main__":  # a worker: uvicorn's outlive a supervisor that was killed
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
