# frozen_string_literal: true

require "rack"
require_relative "../contract/contract"

# The workload contract with {{name}}: /health and json-small, still without it.
class App
  def call(env)
    request = Rack::Request.new(env)
    case [request.request_method, request.path_info]
    in ["GET" | "HEAD", "/health"] then answer(200, { status: "ok" })
    in ["POST", "/json/small"] then answer(200, JSONBody.read(request))
    else answer(404, { error: "not found" })
    end
  rescue Refusal => e
    answer(e.status, { error: e.message })
  end

  private

  def answer(status, value)
    [status, { "Content-Type" => "application/json" }, [JSONBody.generate(value)]]
  end
end
