"""The Perl adapter of harness: starts Perl web frameworks.

A framework is a folder in apps/ and a line in FRAMEWORKS; the first one is the default. What is written in Python here is the
adapter; the apps may be in any language.
"""

from sdk import wire

WIRE = wire.claim_stdout()  # before anything else is loaded: standard output is for messages alone

from apps.mojolicious.framework import RUNTIME, Mojolicious
from sdk.server import Server

FRAMEWORKS = {
    "mojolicious": Mojolicious(),
}

if __name__ == "__main__":
    Server("perl", "1", RUNTIME, FRAMEWORKS, WIRE).run()
