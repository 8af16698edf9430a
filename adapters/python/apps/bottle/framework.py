"""Bottle on gunicorn, which its deployment guide names."""

from sdk.framework import Framework

FRAMEWORKS = {
    "bottle": Framework("bottle", "Bottle with pydantic on gunicorn with threads", server="gunicorn"),
}
