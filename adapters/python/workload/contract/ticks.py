"""The events of /sse, one by one."""

import asyncio
import time


def asked(query, headers):
    """What a request asks for: the last number, the pause in milliseconds, and the number that its reader has."""
    return int(query.get("events")), int(query.get("interval_ms")), int(headers.get("Last-Event-ID", 0))


def text(number):
    """An event as it is sent, for frameworks that have no type for one."""
    return f'id: {number}\nevent: tick\ndata: {{"seq":{number}}}\n\n'


async def paced(event, last, pause_ms, after):
    """What `event` makes of each number, when it is due."""
    for number in range(after + 1, last + 1):
        if number > after + 1:
            await asyncio.sleep(pause_ms / 1000)  # 0 is no timer: the loop gets its turn, and sees who went away
        yield event(number)


def blocking(event, last, pause_ms, after):
    """The same for frameworks that have a thread for each request."""
    for number in range(after + 1, last + 1):
        if pause_ms and number > after + 1:
            time.sleep(pause_ms / 1000)
        yield event(number)
