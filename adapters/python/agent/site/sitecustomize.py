"""Starts harness's agent in a Python app, and then does what the app's own sitecustomize does.

The folder of this file is the first of PYTHONPATH; it leaves `sys.path` again, so that the app finds what it
would find without the agent. Processes that the app spawns inherit PYTHONPATH.
"""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))

try:
    if _folder := os.environ.get("HARNESS_AGENT_DIR"):
        import harness_agent
        import harness_phases

        harness_agent.start(_folder)
        harness_phases.start(_folder)
except Exception:  # the app must not notice: a page that is missing tells the adapter
    pass

sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != _HERE]
sys.path_importer_cache.pop(_HERE, None)

# Errors of the app's own one are the interpreter's to report, as without the agent.
_this = sys.modules.pop("sitecustomize")
try:
    import sitecustomize
except ImportError as _error:
    if _error.name != "sitecustomize":
        raise
    sys.modules["sitecustomize"] = _this
