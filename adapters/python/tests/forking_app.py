"""A server that forks its workers before they serve, as gunicorn does; they answer with their pid.

GET /collect?n forces n collections, /busy?n lets two threads use n ms of
processor time each, /end ends the worker.
"""

import ctypes
import gc
import http.server
import os
import signal
import socket
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path, _, number = self.path.partition("?")
        if path == "/collect":
            for _ in range(int(number)):
                gc.collect()
        elif path == "/busy":
            threads = [threading.Thread(target=spin, args=[int(number) / 1000]) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        body = b"%d" % os.getpid()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if path == "/end":
            self.wfile.flush()
            os._exit(0)

    def log_message(self, *_):
        pass


PR_SET_PDEATHSIG = 1


def spin(seconds):
    """Uses processor time, not elapsed time, which a busy machine may give to others."""
    while time.thread_time() < seconds:
        pass


def main():
    gc.disable()
    listener = socket.socket(fileno=int(os.environ["HARNESS_LISTEN_FD"]))
    for _ in range(int(os.environ["HARNESS_WORKERS"])):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            server = http.server.HTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
            server.socket = listener
            server.serve_forever()
    while True:
        signal.pause()


if __name__ == "__main__":
    main()
