"""The stream of events. Robyn's WebSockets lose fragmented messages and leave close frames unanswered: there is no /ws."""

from contract import ticks
from robyn import Request, SSEMessage, SSEResponse, SubRouter, jsonify

routing = SubRouter(__file__)


def tick(number: int):
    return SSEMessage(jsonify({"seq": number}), event="tick", id=str(number))


@routing.get("/sse")
async def sse(request: Request, events: int, interval_ms: int):
    after = int(request.headers.get("Last-Event-ID") or 0)
    return SSEResponse(ticks.paced(tick, events, interval_ms, after))
