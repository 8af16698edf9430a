"""Times some of FastAPI's handlers and serialisations of their results in a counter page (docs/AGENTS.md).

The functions are replaced where FastAPI's routing looks them up, as soon as the app has imported it. To time a
request costs microseconds, so after a burst of requests the functions are themselves again for a while.
"""

import functools
import os
import sys
import time

from harness_agent import TOTALS, open_page

MODULE = "fastapi.routing"
BURST, PAUSE_SECONDS = 16, 0.1
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
        self._left = 0
        self._places = []  # owner, name, function, its timed form

    def wrap(self, module):
        """Times what the module calls; where it has something else, its page says so."""
        names = ["run_endpoint_function", "serialize_response", "JSONResponse"]
        absent = [name for name in names if not hasattr(module, name)]
        if absent:
            return self._open_page(f"this FastAPI has no {', '.join(absent)}")
        if not getattr(sys, "_is_gil_enabled", lambda: True)():
            return self._open_page("without the GIL additions could get lost")
        for owner, name, timed in [
            (module, "run_endpoint_function", self._handling),
            (module, "serialize_response", self._serializing),
            (module.JSONResponse, "render", self._rendering),
        ]:
            function = getattr(owner, name)
            self._places.append((owner, name, function, timed(function)))
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self):
        self._open_page()
        self._resume()

    def _open_page(self, unavailable=""):
        try:
            self._page = open_page(f"{self._folder}/phases.{os.getpid()}", unavailable.encode())
        except Exception:
            self._page = [0] * (SERIALIZATION + 2)  # where there is no file to write to

    def _resume(self):
        self._left = BURST
        for owner, name, function, timed in self._places:
            if getattr(owner, name) is function:  # and not what the app has put there
                setattr(owner, name, timed)

    def _pause(self):
        """Until the event loop calls; where there is none, timing goes on."""
        try:
            asyncio = sys.modules["asyncio"]
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._resume)
        except Exception:
            self._left = BURST
            return
        for owner, name, function, timed in self._places:
            if getattr(owner, name) is timed:
                setattr(owner, name, function)

    def _add(self, phase, begin, calls=1):
        page = self._page
        page[phase] += time.monotonic_ns() - begin
        page[phase + 1] += calls

    def _handling(self, function):
        @functools.wraps(function)
        async def timed(*arguments, **named):
            self._left -= 1
            if self._left == -1:
                self._pause()
            if self._left < 0:
                return await function(*arguments, **named)
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
