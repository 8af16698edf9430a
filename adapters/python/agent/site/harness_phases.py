"""Times FastAPI's handlers and its serialisation of their results in a counter page (docs/AGENTS.md).

The functions are replaced where FastAPI's routing looks them up, as soon as the app has imported it.
"""

import functools
import os
import sys
import time

from harness_agent import TOTALS, open_page

MODULE = "fastapi.routing"
HANDLER, SERIALIZATION = TOTALS // 8, TOTALS // 8 + 2  # words of ns, each before that of its calls


def start(folder):
    """Waits for the import, in this process and in those it forks."""
    sys.meta_path.insert(0, _Finder(folder))


class _Finder:
    """Finds the module as the others do; it leaves `sys.meta_path` then, and its loader when that has run."""

    def __init__(self, folder):
        self._folder = folder

    def find_spec(self, name, path=None, target=None):
        if name != MODULE:
            return None
        sys.meta_path.remove(self)
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in sys.meta_path)), None)
        try:
            self._hook(spec.loader)
        except Exception:
            pass
        return spec

    def _hook(self, loader):
        execute = loader.exec_module

        def exec_module(module):
            execute(module)
            try:
                del loader.exec_module
                Phases(self._folder).wrap(module)
            except Exception:
                pass

        loader.exec_module = exec_module


class Phases:
    """A process's page of phases. What calls it holds the GIL, which CPython gives away at calls and backward
    jumps only: an addition is whole, in whatever thread."""

    def __init__(self, folder):
        self._folder = folder
        self._page = None

    def wrap(self, module):
        """Replaces what the module calls; where it has something else, its page says so."""
        names = ["run_endpoint_function", "serialize_response", "JSONResponse"]
        absent = [name for name in names if not hasattr(module, name)]
        if absent:
            return self._open_page(f"this FastAPI has no {', '.join(absent)}")
        if not getattr(sys, "_is_gil_enabled", lambda: True)():
            return self._open_page("without the GIL additions could get lost")
        self._open_page()
        os.register_at_fork(after_in_child=self._open_page)
        module.run_endpoint_function = self._handling(module.run_endpoint_function)
        module.serialize_response = self._serializing(module.serialize_response)
        module.JSONResponse.render = self._rendering(module.JSONResponse.render)

    def _open_page(self, unavailable=""):
        try:
            self._page = open_page(f"{self._folder}/phases.{os.getpid()}", unavailable.encode())
        except Exception:
            self._page = [0] * (SERIALIZATION + 2)  # where there is no file to write to

    def _add(self, phase, begin, calls=1):
        page = self._page
        page[phase] += time.monotonic_ns() - begin
        page[phase + 1] += calls

    def _handling(self, function):
        @functools.wraps(function)
        async def timed(*arguments, **named):
            begin = time.monotonic_ns()
            try:
                return await function(*arguments, **named)
            finally:
                self._add(HANDLER, begin)

        return timed

    def _serializing(self, function):
        @functools.wraps(function)
        async def timed(*arguments, **named):
            begin, content = time.monotonic_ns(), None
            try:
                content = await function(*arguments, **named)
                return content
            finally:
                self._add(SERIALIZATION, begin, isinstance(content, bytes))  # anything else is yet to be rendered

        return timed

    def _rendering(self, function):
        @functools.wraps(function)
        def timed(*arguments, **named):
            begin = time.monotonic_ns()
            try:
                return function(*arguments, **named)
            finally:
                self._add(SERIALIZATION, begin)

        return timed
