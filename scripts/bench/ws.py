"""Sends WebSocket messages and waits for each to come back, with Python's websockets: ws.py URL CONNECTIONS SECONDS BYTES"""
import asyncio
import sys

from websockets.asyncio.client import connect

URL, CONNECTIONS, SECONDS, BYTES = sys.argv[1], *map(int, sys.argv[2:])


async def talk():
    async with connect(URL, compression=None) as socket:
        while True:
            await socket.send(b"x" * BYTES)
            await socket.recv()


async def main():
    tasks = [asyncio.create_task(talk()) for _ in range(CONNECTIONS)]
    await asyncio.wait(tasks, timeout=SECONDS)
    sys.exit(0)


asyncio.run(main())
