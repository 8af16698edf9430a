"""The workload contract with FastAPI."""

import raw
import streams
import validated
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

app = FastAPI(openapi_url=None)
app.include_router(raw.router)
app.include_router(streams.router)
app.include_router(validated.router, prefix="/validated")


@app.get("/health")
async def health():
    return {"status": "ok"}


# Malformed text, and what Python's parser takes but JSON or UTF-8 cannot express: NaN, lone surrogates, too deep a nesting.
@app.exception_handler(ValueError)
@app.exception_handler(RecursionError)
async def malformed(request: Request, error: Exception):
    return JSONResponse({"detail": f"the body is not JSON: {type(error).__name__}"}, status_code=400)


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError):
    # Without the input, which need not be JSON (NaN, bytes).
    detail = [{"loc": list(item["loc"]), "msg": item["msg"], "type": item["type"]} for item in error.errors()]
    return JSONResponse({"detail": detail}, status_code=422)
