# frozen_string_literal: true

require "rack"
require_relative "../contract/contract"

# The apps of what is no JSON, by path.
module Streams
  EVENTS = lambda do |env|
    events = Ticks.new(Rack::Request.new(env))
    [200, { "Content-Type" => "text/event-stream", "Cache-Control" => "no-cache" }, Flushed.new(events, env)]
  end

  ALL = {
    "/sse" => Rack::Chunked.new(EVENTS), # Rack::ContentLength would wait for the last one
    "/ws" => ->(env) { EchoSocket.call(env) }
  }.freeze

  # The app that answers a request; nil when there is none.
  def self.find(request)
    ALL[request.path_info] if request.get? || request.head?
  end
end
