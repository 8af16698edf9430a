"""WebSockets of a library that is not ours: /echo sends back what comes, /push sends a message every 10 ms, /fragments sends back in pieces with a
ping between them, /close/N closes with that code after the first message. With a certificate's file it speaks TLS."""
import asyncio
import contextlib
import glob
import os
import ssl
import sys

project = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
sys.path += glob.glob(os.path.join(project, "scripts/references/.venv/lib/python3*/site-packages"))
from websockets.asyncio.server import serve  # noqa: E402
from websockets.exceptions import ConnectionClosed  # noqa: E402


async def handle(connection):
    path = connection.request.path
    if path == "/push":
        with contextlib.suppress(ConnectionClosed):
            while True:
                await connection.send("tick")
                await asyncio.sleep(0.01)
    async for message in connection:
        if path == "/fragments":
            middle = len(message) // 2
            answered = []

            async def pieces():
                yield message[:middle]
                answered.append(await connection.ping())
                yield message[middle:]

            await connection.send(pieces())
            await asyncio.wait_for(answered[0], 20)
        elif path.startswith("/close/"):
            await connection.close(int(path.rsplit("/")[-1]), "enough")
        else:
            await connection.send(message)


async def admit(connection, request):
    return connection.respond(404, "") if request.path == "/none" else None


async def main():
    context = None
    if len(sys.argv) > 1:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1])
    async with serve(handle, "127.0.0.1", 0, ssl=context, max_size=None, process_request=admit) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, sys.stdin.read)
        os._exit(0)


asyncio.run(main())
