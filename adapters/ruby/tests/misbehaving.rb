# frozen_string_literal: true

# An adapter of frameworks that misbehave; `hung` is healthy and ignores SIGTERM.

require_relative "../sdk/wire"
wire = Wire.claim_stdout
require_relative "../sdk/server"
Framework = Struct.new(:command, :preparation) do
  def description = "misbehaves"
  def deviations = []
  def prepare(_progress) = preparation ? { status: system(preparation) } : {}
  def launch = { command: command, directory: "." }
end
shell = ->(script) { Framework.new(["sh", "-c", script]) }
hung = <<~APP
  trap("TERM") {}
  listener = Socket.for_fd(Integer(ENV["HARNESS_LISTEN_FD"]))
  loop do
    client, = listener.accept
    client.readpartial(999)
    client.write("HTTP/1.1 200 OK\r\n\r\n")
    client.close
  end
APP
frameworks = {
  "broken" => shell["seq 30 >&2; exit 3"],
  "leaving" => shell["trap '' TERM; sleep 60 & echo $! >&2; exit 3"],
  "deaf" => shell["trap '' TERM; while :; do sleep 0.1; done"],
  "hung" => Framework.new(["ruby", "-rsocket", "-e", hung]),
  "slow" => Framework.new(["false"], "sleep 60; exit")
}
Server.new("test", "1", {}, frameworks, wire).run
