"""Serves the app with Spikard's own server, which binds its port itself: the inherited socket is closed just before."""

import os

from main import app
from servers import inherited

if __name__ == "__main__":
    os.environ["SPIKARD_SERVER_PORT"] = os.environ["PORT"]
    os.environ["TOKIO_WORKER_THREADS"] = str(inherited.workers())
    inherited.listener().close()
    app.run()
