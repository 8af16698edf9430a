"""Collects garbage about five times a second, among enough objects to take some milliseconds, and appends when it did to
the file HARNESS_TRUTH."""

import gc
import os
import threading
import time


def collect():
    objects = [[] for _ in range(300_000)]
    while objects:
        time.sleep(0.2)
        begin = time.monotonic_ns()
        gc.collect()
        length = time.monotonic_ns() - begin
        with open(os.environ["HARNESS_TRUTH"], "a") as truth:
            truth.write(f"gc {begin} {length}\n")


threading.Thread(target=collect, daemon=True).start()
