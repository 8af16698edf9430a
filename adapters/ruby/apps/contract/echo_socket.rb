# frozen_string_literal: true

require "faye/websocket"
require_relative "refusal"

EventMachine.epoll # instead of select, which looks at every socket each time

# The route /ws as an app of Rack, which sends each message back. EventMachine has the sockets, in a thread of its own.
module EchoSocket
  # Takes the connection over, and returns what Rack is told instead of an answer; raises Refusal.
  def self.call(env)
    raise Refusal.new(400, "this is no WebSocket handshake") unless Faye::WebSocket.websocket?(env)

    socket = Faye::WebSocket.new(env)
    socket.on(:message) { |event| socket.send(event.data) }
    socket.rack_response
  end
end
