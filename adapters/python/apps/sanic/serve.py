"""Serves the app with Sanic's own server and its worker manager."""

import multiprocessing

from main import app
from servers import inherited

if __name__ == "__main__":
    app.run(sock=inherited.listener(), workers=inherited.workers(), access_log=False, motd=False)
elif __name__ == "__mp_main__":  # a worker
    inherited.die_with(multiprocessing.parent_process().pid)
