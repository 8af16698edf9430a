# frozen_string_literal: true

# Streams events, each stream in a thread of its own beside the one of the server.
class EventsController < ContractController
  include ActionController::Live

  def index
    headers["Content-Type"] = "text/event-stream"
    headers["Last-Modified"] = Time.now.httpdate # without it Rack::ETag would wait for the last one
    events = SSE.new(response.stream, event: "tick")
    Ticks.new(request).numbers { |seq| events.write({ seq: seq }, id: seq) }
  rescue ClientDisconnected
    # nobody reads what would follow
  ensure
    events.close
  end

  # What the server is given.
  def to_a
    status, headers, body = super
    [status, headers, Flushed.new(body, request.env)]
  end
end
