"""Serves the app with Tornado's own server, in processes that Tornado forks."""

import asyncio

from main import app
from servers import inherited
from tornado.httpserver import HTTPServer
from tornado.process import fork_processes


async def serve(listener):
    HTTPServer(app).add_sockets([listener])
    await asyncio.Event().wait()


if __name__ == "__main__":
    listener = inherited.listener()
    listener.setblocking(False)
    inherited.forks_die_with_parents()
    if inherited.workers() > 1:
        fork_processes(inherited.workers())
    asyncio.run(serve(listener))
