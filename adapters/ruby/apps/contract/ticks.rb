# frozen_string_literal: true

require "json"

# The events that a request to /sse asks for, each when it is due.
class Ticks
  def initialize(request)
    @numbers = (request.get_header("HTTP_LAST_EVENT_ID").to_i + 1)..request.GET["events"].to_i
    @pause_seconds = request.GET["interval_ms"].to_i / 1000.0
  end

  # Yields the events as an answer has them.
  def each
    numbers { |seq| yield "id: #{seq}\nevent: tick\ndata: #{JSON.generate({ seq: seq })}\n\n" }
  end

  # Yields the events' numbers.
  def numbers
    @numbers.each do |seq|
      sleep @pause_seconds if @pause_seconds.positive? && seq > @numbers.begin
      yield seq
    end
  end
end
