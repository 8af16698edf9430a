"""The protocol's errors."""


class ProtocolError(Exception):
    """An error as it goes over the wire: message says what failed and on what, hint what would help."""

    def __init__(self, code, message, hint=None, stderr=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.stderr = stderr

    def to_json(self):
        error = {"code": self.code, "message": self.message}
        data = {"hint": self.hint, "stderr": self.stderr}
        data = {name: value for name, value in data.items() if value is not None}
        return {**error, "data": data} if data else error


PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
UNKNOWN_FRAMEWORK = -32001
PREPARE_FAILED = -32002
START_FAILED = -32003
PORT_RANGE_FULL = -32004
UNKNOWN_APP = -32005
PROFILER_UNAVAILABLE = -32006
UNSUPPORTED_VERSION = -32010
