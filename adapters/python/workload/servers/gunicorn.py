"""Serves a WSGI app with gunicorn, of which this is the configuration too: `python -m servers.gunicorn main:app`."""

import sys

from gunicorn.app.wsgiapp import run

from servers import inherited

bind = f"fd://{inherited.descriptor()}"
workers = inherited.workers()
worker_class = "gthread"  # the default class, sync, closes every connection after an answer
threads = 4
keepalive = 5  # seconds, as uvicorn's; its own 2 are meant for proxies that ask all the time
loglevel = "warning"


if __name__ == "__main__":
    inherited.forks_die_with_parents()
    sys.argv[1:1] = ["--config", "python:servers.gunicorn"]
    run(prog="gunicorn")
