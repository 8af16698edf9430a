"""The protocol's errors."""

CODES = {
    "parseError": -32700, "invalidRequest": -32600, "methodNotFound": -32601, "invalidParams": -32602, "internalError": -32603,
    "unknownFramework": -32001, "prepareFailed": -32002, "startFailed": -32003, "portRangeFull": -32004, "unknownApp": -32005,
    "profilerUnavailable": -32006, "unsupportedVersion": -32010,
}


class Failure(Exception):
    """An error by its name or its code; what is None is left out."""

    def __init__(self, name, message, hint=None, stderr=None):
        super().__init__(message)
        self.code = CODES.get(name, name)
        self.message = message
        self.data = {key: value for key, value in {"hint": hint, "stderr": stderr}.items() if value is not None}

    def to_json(self):
        error = {"code": self.code, **({"message": self.message} if self.message else {})}
        return {**error, "data": self.data} if self.data else error


def failures(breakage):
    """Takes another code for one of the errors where the breakage says so, e.g. `32700-another-code`."""
    number, _, what = breakage.partition("-")
    if what == "another-code":
        [name] = [name for name, code in CODES.items() if code == -int(number)]
        CODES[name] = -32099
