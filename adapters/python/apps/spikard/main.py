"""The workload contract with Spikard."""

import raw
import validated
from answering import read
from spikard.service import App


def health(request):
    return {"status": "ok"}


app = App()
read(app, "/health", health)
raw.declare(app)
validated.declare(app)
