"""An HTTPS server for tests: server.py CERTIFICATE_AND_KEY VERSION; prints its port, ends with its input.

GET /close answers without a length and ends the connection as TLS asks, /cut ends it without a word; POST answers what it got.
Any other request gets a small answer. Requests carry no encoded bodies.
"""

import asyncio
import re
import ssl
import sys


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
            body = await reader.readexactly(int(length[1])) if length else b"ok"
            path = head.split(" ")[1]
            if path in ("/close", "/cut"):
                writer.write(b"HTTP/1.1 200 OK\r\n\r\nuntil the end")
                await writer.drain()
                if path == "/cut":
                    writer.transport.abort()
                break
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        pass
    writer.close()


async def main():
    certificate, version = sys.argv[1:]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context, limit=1 << 22)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


asyncio.run(main())
