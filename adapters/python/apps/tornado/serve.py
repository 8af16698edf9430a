"""Serves the app with Tornado's own server, in processes that Tornado forks."""

import asyncio
import os

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
    os.register_at_fork(after_in_child=inherited.die_with_parent)
    if inherited.workers() > 1:
        fork_processes(inherited.workers())
    asyncio.run(serve(listener))
