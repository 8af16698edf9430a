"""What starts the app of this folder, and in which versions: what assumes the app's language is here."""

import pathlib
import shutil

from sdk import commands

RUNTIME = {
    "name": "perl",
    "version": commands.version(["perl", "-v"], hint="apt-get install perl"),
    "path": shutil.which("perl"),
}


class Mojolicious:
    description = "Mojolicious::Lite on its preforking server"
    deviations = [
        {
            "id": "not-written-yet",
            "description": "The app does not serve these workloads yet.",
            "workloads": ["json-small-validated", "json-medium", "json-medium-validated", "json-large", "json-large-validated", "json-very-large", "json-very-large-validated", "multipart-small", "multipart-small-validated", "multipart-medium", "multipart-medium-validated", "multipart-large", "multipart-large-validated", "urlencoded-simple", "urlencoded-simple-validated", "urlencoded-medium", "urlencoded-medium-validated", "urlencoded-complex", "urlencoded-complex-validated", "path-simple", "path-simple-validated", "path-multiple", "path-multiple-validated", "path-deep", "path-deep-validated", "path-int-validated", "path-uuid", "path-uuid-validated", "path-date", "path-date-validated", "query-5", "query-5-validated", "query-10", "query-10-validated", "query-15", "query-15-validated", "query-30", "query-30-validated"],
        }
    ]

    def prepare(self, progress):
        """Installs and builds what the app needs and lacks, and returns what it is made of."""
        version = commands.version(
            ["perl", "-MCpanel::JSON::XS", "-MMojolicious", "-E", "say Mojolicious->VERSION"],
            hint="apt-get install libmojolicious-perl libcpanel-json-xs-perl",
        )
        return {
            "runtime": f"{RUNTIME['name']} {RUNTIME['version']}",
            "framework": f"Mojolicious {version}",
            "server": f"Mojo::Server::Prefork {version}",
        }

    def launch(self):
        """What starts the app, and where; the adapter adds its socket and the number of workers."""
        return {
            "command": [RUNTIME["path"], "app.pl"],
            "directory": str(pathlib.Path(__file__).parent),
            "environment": {"MOJO_MODE": "production"},
        }
