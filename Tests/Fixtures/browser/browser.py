"""Chromium without a window, spoken to by the DevTools protocol over a pipe."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

signal.signal(signal.SIGTERM, lambda *_: sys.exit("took too long"))


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
        self._answers, self.events, self.prompt = {}, [], None
        self.connect()
        return self

    def connect(self):
        """Makes the page."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
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
        """What a script comes to, when its promise is kept where it is one."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            sys.exit(f"{script[:200]}: {answer['exceptionDetails']['exception']['description']}")
        return answer["result"].get("value")

    def press(self, key):
        """Presses a key, e.g. `Tab`."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key], **(text if kind == "keyDown" else {}))

    def resize(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    @property
    def requests(self):
        """The addresses that were asked for."""
        return [event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"]

    def click(self, place):
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place["x"], y=place["y"], button="left", clickCount=1)

    @property
    def errors(self):
        """What the page complained about."""
        bad = [
            event["params"] for event in self.events
            if event["method"] in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        ]
        return [json.dumps(each) for each in bad]
