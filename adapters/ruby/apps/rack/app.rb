# frozen_string_literal: true

require_relative "routes"
require_relative "streams"

# Answers requests as Rack's specification has it: an environment comes in; a status, headers and a body go out.
class App
  def initialize
    @routes = Routes.new
  end

  def call(env)
    request = Rack::Request.new(env)
    handler, parameters = @routes.find(request.head? ? "GET" : request.request_method, request.path_info)
    return stream(request) unless handler

    answer(200, JSONBody.generate(handler.call(request, parameters)))
  rescue Refusal => e
    answer(e.status, JSON.generate({ error: e.message }))
  rescue *UNREADABLE
    answer(400, '{"error":"the request cannot be read"}')
  end

  private

  def stream(request)
    Streams.find(request)&.call(request.env) || answer(404, '{"error":"not found"}')
  end

  def answer(status, body)
    [status, { "Content-Type" => "application/json" }, [body]]
  end
end
