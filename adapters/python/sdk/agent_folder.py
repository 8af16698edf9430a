"""Folders in which an app's processes keep their counter pages (docs/AGENTS.md)."""

import os
import pathlib
import shutil
import tempfile

PREFIX = "harness-agent-"


def place():
    """In memory, where a page never becomes a write to a disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else tempfile.gettempdir()


def make():
    """A new folder of an app; what adapters that were killed have left is removed: folders whose owner is gone."""
    for folder in pathlib.Path(place()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not os.path.exists(f"/proc/{owner}"):
            remove(folder)
    return tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place())


def remove(folder):
    """After the app's last process has ended."""
    shutil.rmtree(folder, ignore_errors=True)
