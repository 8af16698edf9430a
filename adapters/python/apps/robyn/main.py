"""The workload contract with Robyn."""

import raw
import streams
import validated
from robyn import Robyn

app = Robyn(__file__)


@app.get("/health")
async def health():
    return {"status": "ok"}


app.include_router(raw.routing)
app.include_router(streams.routing)
app.include_router(validated.routing)
