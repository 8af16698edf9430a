"""Django on gunicorn, as its deployment guide runs it."""

from sdk.framework import Framework

FRAMEWORKS = {
    "django": Framework("django", "Django with pydantic on gunicorn with threads", server="gunicorn"),
}
