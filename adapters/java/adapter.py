"""The Java adapter of harness: compiles and starts Java's web servers, and reads their JVMs' metrics.

A framework is a folder in apps/ and an entry of FRAMEWORKS; the first one is the default.
"""

from sdk import wire

WIRE = wire.claim_stdout()  # before anything else is loaded

import jdk
from agent.agent import JavaAgent
from framework import Framework
from sdk.server import Server

JETTY = [*(f"jetty9-{part}" for part in ["server", "servlet", "security", "http", "io", "util"]), "servlet-api"]
JETTY_WEBSOCKET = [f"jetty9-websocket-{part}" for part in ["api", "common", "server", "servlet"]]
NETTY = [f"netty-{part}" for part in ["buffer", "codec", "codec-http", "common", "handler", "resolver", "transport"]]

OWN_SOCKET = {
    "id": "own-socket",
    "description": "HttpServer takes no socket: it binds the port that the adapter has kept for it until then",
    "workloads": [],
}

FRAMEWORKS = {
    "httpserver": Framework(
        "httpserver", "the JDK's com.sun.net.httpserver with a pool of threads", deviations=[OWN_SOCKET]
    ),
    "jetty": Framework(
        "jetty",
        "embedded Jetty with a servlet for each route",
        package="libjetty9-java",
        jars=JETTY,
        others={"libjetty9-extra-java": JETTY_WEBSOCKET},
    ),
    "netty": Framework("netty", "Netty's HTTP codec, answered in event loops", package="libnetty-java", jars=NETTY),
}

if __name__ == "__main__":
    Server("java", "1", jdk.runtime(), FRAMEWORKS, WIRE, JavaAgent()).run()
