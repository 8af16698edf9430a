"""Reads a flame graph as people do: python3 read_graph.py SVG FRAME TEXT

Opens the file in Chromium, clicks on FRAME, resets the zoom, searches for TEXT, and opens the address that is left once more.
Prints what is seen after each step, and every error of the page, as JSON. Speaks the DevTools protocol over a pipe.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

SEEN = """[...document.querySelectorAll(".frame:not(.hidden)")].map((group) => {
  const title = group.querySelector("title").textContent, box = group.querySelector("rect").getBoundingClientRect();
  return {name: title.slice(0, title.lastIndexOf(" (")), width: box.width, x: box.x + box.width / 2, y: box.y + box.height / 2,
          found: group.classList.contains("found"), outer: group.classList.contains("outer")};
})"""
PLACE = """(() => { const box = document.getElementById("%s").getBoundingClientRect();
  return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()"""


class Page:
    """A page of a browser that ends with the `with` block."""

    def __enter__(self):
        program = shutil.which("chromium")
        if program is None:
            sys.exit("there is no chromium; apt-get install chromium")
        self._folder = tempfile.mkdtemp(prefix="chromium-")
        (commands, self._write), (self._read, answers) = os.pipe(), os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,900"]
        # The protocol is spoken on descriptors 3 and 4.
        launch = f'exec "$@" 3<&{commands} 4>&{answers}'
        self._browser = subprocess.Popen(
            ["bash", "-c", launch, "bash", program, *flags, "--remote-debugging-pipe", f"--user-data-dir={self._folder}"],
            pass_fds=(commands, answers), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, "TMPDIR": self._folder},
        )
        os.close(commands)
        os.close(answers)
        self._buffer, self._number, self._session = b"", 0, None
        self._answers, self.events = {}, []
        return self

    def connect(self):
        """Makes the page."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def __exit__(self, *_):
        os.killpg(self._browser.pid, signal.SIGKILL)
        self._browser.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _receive(self):
        while b"\0" not in self._buffer:
            data = os.read(self._read, 1 << 16)
            if not data:
                sys.exit("chromium ended")
            self._buffer += data
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        """Sends a command and waits for its result; events that come meanwhile are kept, prompts answered."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while number not in self._answers:
            received = self._receive()
            if "id" in received:
                self._answers[received["id"]] = received
                continue
            self.events.append(received)
            if received["method"] == "Page.javascriptDialogOpening":
                self.call("Page.handleJavaScriptDialog", accept=True, promptText=self.prompt)
        answer = self._answers.pop(number)
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, address):
        """Opens an address and waits until it is loaded."""
        self.call("Page.navigate", url="about:blank")
        self._loaded()
        self.call("Page.navigate", url=address)
        self._loaded()

    def _loaded(self):
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive())
        self.events = [event for event in self.events if event["method"] != "Page.loadEventFired"]

    def evaluate(self, script):
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def click(self, place):
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place["x"], y=place["y"], button="left", clickCount=1)

    def seen(self):
        return {"frames": self.evaluate(SEEN), "detail": self.evaluate('document.getElementById("detail").textContent')}

    @property
    def errors(self):
        """What the page complained about."""
        bad = [
            event["params"] for event in self.events
            if event["method"] in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        ]
        return [json.dumps(each) for each in bad]


def main(file, frame, text):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("took too long"))
    with Page() as page:
        page.connect()
        page.prompt = text
        page.open(pathlib.Path(file).resolve().as_uri())
        steps = {"opened": page.seen()}
        page.click(next(each for each in steps["opened"]["frames"] if each["name"] == frame))
        steps["zoomed"] = page.seen()
        page.click(page.evaluate(PLACE % "reset"))
        steps["reset"] = page.seen()
        page.click(page.evaluate(PLACE % "search"))
        steps["searched"] = page.seen()
        page.click(next(each for each in steps["reset"]["frames"] if each["name"] == frame))
        page.open(page.evaluate("location.href"))
        steps["again"] = page.seen()
        print(json.dumps({"errors": page.errors, "steps": steps}))


main(*sys.argv[1:])
