"""Serves the app with Sanic's own server and its worker manager."""

from main import app
from servers import inherited

if __name__ == "__main__":
    inherited.supervise()
    app.run(sock=inherited.listener(), workers=inherited.workers(), access_log=False, motd=False)
elif __name__ == "__mp_main__":  # a worker
    inherited.die_with_supervisor()
