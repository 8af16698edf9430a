"""Serves the app with uvicorn on the socket that the adapter bound."""

import os
import socket

import uvicorn


def main():
    listener = socket.socket(fileno=int(os.environ["HARNESS_LISTEN_FD"]))
    workers = int(os.environ["HARNESS_WORKERS"])
    config = uvicorn.Config("main:app", workers=workers, access_log=False, log_level="warning")
    server = uvicorn.Server(config)
    if workers == 1:
        server.run(sockets=[listener])
    else:
        uvicorn.supervisors.Multiprocess(config, target=server.run, sockets=[listener]).run()


if __name__ == "__main__":
    main()
