"""What starts the app of this folder, and in which versions: what assumes the app's language is here."""

import pathlib
import shutil

from sdk import commands

RUNTIME = {
    "name": "CPython",
    "version": commands.version(["python3", "--version"], hint="apt-get install python3"),
    "path": shutil.which("python3"),
}


class HTTP:
    description = "http.server of the standard library, a thread for each connection"
    deviations = [
        {
            "id": "not-written-yet",
            "description": "The app does not serve these workloads yet.",
            "workloads": [{{unserved}}],
        }
    ]

    def prepare(self, progress):
        """Installs and builds what the app needs and lacks, and returns what it is made of."""
        server = f"http.server {RUNTIME['version']}"
        return {"runtime": f"{RUNTIME['name']} {RUNTIME['version']}", "framework": server, "server": server}

    def launch(self):
        """What starts the app, and where; the adapter adds its socket and the number of workers."""
        return {"command": [RUNTIME["path"], "app.py"], "directory": str(pathlib.Path(__file__).parent)}
