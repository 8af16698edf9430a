# frozen_string_literal: true

# The raw routes: they answer without validating.
class Raw < Grape::API
  get("/health") { { status: "ok" } }

  %w[small medium large very-large].each { |size| post("/json/#{size}") { body_json } }
  %w[small medium large].each { |size| post("/multipart/#{size}") { FormCounts.of(request.POST) } }
  %w[simple medium complex].each { |size| post("/urlencoded/#{size}") { request.POST } }
  %w[few medium many].each { |size| get("/query/#{size}") { request.GET } }

  Endpoint.answering("path").each do |endpoint|
    get(endpoint.route, requirements: Rules.segments(endpoint)) { endpoint.parameters(params) }
  end

  get("/sse") do
    content_type "text/event-stream"
    stream Flushed.new(Ticks.new(request), env)
  end

  # Its own `mount` would come after the route of unknown paths.
  get("/ws") do
    EchoSocket.call(env)
    body false # the connection is no longer the server's
  end
end
