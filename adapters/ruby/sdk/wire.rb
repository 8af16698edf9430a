# frozen_string_literal: true

require "json"
require_relative "errors"

# Lines of JSON-RPC on a descriptor that stray output cannot reach.
module Wire
  # Returns a stream for messages; from now on descriptor 1 is standard error (rule T2).
  def self.claim_stdout
    wire = $stdout.dup
    wire.close_on_exec = true
    wire.sync = true
    $stdout.reopen($stderr)
    wire
  end

  # The message in a line; raises a ProtocolError when it is none.
  def self.parse(line)
    text = line.dup.force_encoding(Encoding::UTF_8)
    raise EncodingError, "it is not UTF-8" unless text.valid_encoding?

    message = JSON.parse(text)
    is_message = message.is_a?(Hash) && %w[method result error].any? { |name| message.key?(name) }
    unless is_message && (!message.key?("method") || message["method"].is_a?(String))
      raise ProtocolError.new(ProtocolError::INVALID_REQUEST, "the line is not a JSON-RPC message")
    end

    message
  rescue JSON::ParserError, EncodingError => e
    raise ProtocolError.new(ProtocolError::PARSE_ERROR, "the line is not JSON: #{e.message[0, 200].scrub}")
  end

  # The message as a line, its end included.
  def self.serialise(message)
    "#{JSON.generate({ jsonrpc: "2.0" }.merge(message))}\n"
  end

  # Cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out.
  class LineFramer
    def initialize
      @pending = String.new(encoding: Encoding::BINARY)
    end

    def feed(bytes)
      first, *others = bytes.b.split("\n", -1)
      *lines, @pending = @pending << first.to_s, *others
      lines.map { |line| line.sub(/\r+\z/, "") }.reject(&:empty?)
    end
  end

  # Writes messages whole, from any thread.
  class Writer
    def initialize(stream)
      @stream = stream
      @lock = Mutex.new
    end

    # A host that is gone is no reason to fail: the end of our input says so too.
    def send(message)
      line = Wire.serialise(message)
      @lock.synchronize { @stream.write(line) }
    rescue Errno::EPIPE
      nil
    end

    def notify(method, params)
      send({ method: method, params: params })
    end
  end
end
