# frozen_string_literal: true

require "json"
require_relative "errors"
require_relative "json_text"

# Lines of JSON-RPC on a descriptor that stray output cannot reach.
module Wire
  MAXIMUM_BYTES = 16 * (2**20) # what a line may have without its end
  IDS = [String, Integer, Float, NilClass].freeze

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
    raise JSONText::Invalid, "it is longer than #{MAXIMUM_BYTES >> 20} MiB" if line.bytesize > MAXIMUM_BYTES

    message = JSONText.parse(line)
    is_message = message.is_a?(Hash) && %w[method result error].any? { |name| message.key?(name) }
    is_sound = is_message && (!message.key?("method") || request?(message))
    return message if is_sound

    raise ProtocolError.new(ProtocolError::INVALID_REQUEST, "the line is not a JSON-RPC message")
  rescue JSONText::Invalid => e
    raise ProtocolError.new(ProtocolError::PARSE_ERROR, "the line is not JSON: #{e.message}")
  end

  # Whether method and id are of the types that they may have.
  def self.request?(message)
    message["method"].is_a?(String) && IDS.any? { |type| message["id"].is_a?(type) }
  end

  # The message as a line, its end included.
  def self.serialise(message)
    "#{JSON.generate({ jsonrpc: "2.0" }.merge(message))}\n"
  end

  # Cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out.
  # A line that is too long is known by its length: of what is beyond the limit one byte is kept, or two.
  class LineFramer
    def initialize
      @pending = String.new(encoding: Encoding::BINARY)
    end

    def feed(bytes)
      *ends, rest = bytes.b.split("\n", -1)
      lines = ends.map do |part|
        keep(part)
        @pending.delete_suffix("\r").tap { @pending = String.new(encoding: Encoding::BINARY) }
      end
      keep(rest.to_s)
      lines.reject(&:empty?)
    end

    private

    def keep(part)
      @pending << part.byteslice(0, MAXIMUM_BYTES + 2 - @pending.bytesize)
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
