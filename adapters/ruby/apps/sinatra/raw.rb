# frozen_string_literal: true

# The raw routes: they answer without validating.
class Raw < App
  get("/health") { json({ status: "ok" }) }

  %w[small medium large very-large].each { |size| post("/json/#{size}") { json(JSONBody.read(request)) } }
  %w[small medium large].each { |size| post("/multipart/#{size}") { json(FormCounts.of(request.POST)) } }
  %w[simple medium complex].each { |size| post("/urlencoded/#{size}") { json(request.POST) } }
  %w[few medium many].each { |size| get("/query/#{size}") { json(request.GET) } }

  Endpoint.answering("path").each do |endpoint|
    get(endpoint.route) { json(endpoint.parameters(params)) }
  end

  get("/sse") do
    content_type "text/event-stream"
    cache_control :no_cache
    stream { |out| Flushed.new(Ticks.new(request), env).each { |event| out << event } }
  end

  get("/ws") { EchoSocket.call(env) }
end
