"""{{name}}, so far without it: a plain ASGI function on uvicorn."""

from sdk.framework import Framework

FRAMEWORKS = {
    "{{name}}": Framework(
        "{{name}}",
        "a plain ASGI function on uvicorn with uvloop and httptools",
        server="uvicorn",
        package="uvicorn",  # the framework's, once requirements.in has it; the folder's name is the default
    ),
}
