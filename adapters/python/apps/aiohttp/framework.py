"""aiohttp on gunicorn with aiohttp's worker, as its deployment guide runs it."""

from sdk.framework import Framework

WORKER = ["--worker-class", "aiohttp.GunicornWebWorker"]
FRAMEWORKS = {
    "aiohttp": Framework("aiohttp", "aiohttp with pydantic on gunicorn", server="gunicorn", arguments=WORKER),
}
