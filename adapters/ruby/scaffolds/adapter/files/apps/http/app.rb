# frozen_string_literal: true

# The workload app: GET /health and POST /json/small, by WEBrick alone.

require "json"
require "webrick"

# A status and a body.
def answer(request)
  case [request.request_method, request.path]
  in ["GET" | "HEAD", "/health"] then [200, '{"status":"ok"}']
  in ["POST", "/json/small"] then [200, JSON.generate(JSON.parse(request.body.to_s))]
  else [404, '{"error":"there is no such route"}']
  end
rescue JSON::JSONError
  [400, '{"error":"the body is not JSON"}']
end

# Makes this process one of `count` that do the same, of which the others end with it.
def fork_workers(count)
  ended, lifeline = IO.pipe
  (count - 1).times do
    next if fork

    lifeline.close
    Thread.new { ended.read && exit! }
    return
  end
end

listener = TCPServer.for_fd(Integer(ENV.fetch("HARNESS_LISTEN_FD")))
listener.setsockopt(:TCP, :NODELAY, true) # WEBrick writes head and body of an answer one by one

quiet = { AccessLog: [], Logger: WEBrick::Log.new($stderr, WEBrick::Log::WARN) }
server = WEBrick::HTTPServer.new(DoNotListen: true, MaxClients: 4096, **quiet)
server.listeners << listener
server.mount_proc("/") do |request, response|
  response.status, response.body = answer(request)
  response.content_type = "application/json"
end

trap("TERM", "SYSTEM_DEFAULT") # without waiting for connections
fork_workers(Integer(ENV.fetch("HARNESS_WORKERS")))
server.start
