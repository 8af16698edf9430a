"""The workload contract with Django."""

import io
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django = get_wsgi_application()


def app(environment, start_response):
    """Gives Django, which reads as much as Content-Length says, a chunked body as a whole."""
    if environment.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        body = environment["wsgi.input"].read()
        environment |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    return django(environment, start_response)
