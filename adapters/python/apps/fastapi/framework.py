"""FastAPI on uvicorn, as its deployment guide runs it, and on granian."""

from sdk.framework import Framework

FRAMEWORKS = {
    "fastapi": Framework("fastapi", "FastAPI on uvicorn with uvloop and httptools", server="uvicorn"),
    "fastapi@granian": Framework(
        "fastapi", "FastAPI on granian", server="granian", requirements="requirements-granian.txt"
    ),
}
