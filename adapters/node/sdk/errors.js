'use strict';
// The protocol's errors.

class ProtocolError extends Error {
  /** An error as it goes over the wire: message says what failed and on what, hint what would help. */
  constructor(code, message, { hint, stderr } = {}) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.stderr = stderr;
  }

  toJSON() {
    const { code, message, hint, stderr } = this;
    return { code, message, data: hint === undefined && stderr === undefined ? undefined : { hint, stderr } };
  }
}

module.exports = {
  ProtocolError,
  PARSE_ERROR: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL_ERROR: -32603,
  UNKNOWN_FRAMEWORK: -32001,
  PREPARE_FAILED: -32002,
  START_FAILED: -32003,
  PORT_RANGE_FULL: -32004,
  UNKNOWN_APP: -32005,
  PROFILER_UNAVAILABLE: -32006,
  UNSUPPORTED_VERSION: -32010,
};
