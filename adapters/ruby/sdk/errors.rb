# frozen_string_literal: true

# An error as it goes over the wire: message says what failed and on what, hint what would help.
class ProtocolError < StandardError
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

  attr_reader :code

  def initialize(code, message, hint: nil, stderr: nil)
    super(message)
    @code = code
    @data = { hint: hint, stderr: stderr }.compact
  end

  def to_h
    error = { code: code, message: message }
    @data.empty? ? error : error.merge(data: @data)
  end
end
