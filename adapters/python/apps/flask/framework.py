"""Flask on gunicorn, as its deployment guide runs it."""

from sdk.framework import Framework

FRAMEWORKS = {
    "flask": Framework("flask", "Flask with pydantic on gunicorn with threads", server="gunicorn"),
}
