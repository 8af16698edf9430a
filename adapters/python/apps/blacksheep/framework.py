"""BlackSheep on uvicorn, as its documentation runs it."""

from sdk.framework import Framework

FRAMEWORKS = {
    "blacksheep": Framework("blacksheep", "BlackSheep on uvicorn with uvloop and httptools", server="uvicorn"),
}
