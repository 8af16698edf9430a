# frozen_string_literal: true

# A server that forks its workers before they serve, as puma does; they answer with their pid.
#
# GET /collect?n forces n collections, /busy?n lets two threads use n ms of processor time each, /end ends the
# worker.

require "fiddle"
require "socket"
require_relative "subjects"

PR_SET_PDEATHSIG = 1
KILL = Signal.list.fetch("KILL")

# Uses processor time, not elapsed time, which a busy machine may give to others.
def spin(seconds)
  last = Subjects.processor + (seconds * 1e9) # Ruby gives a thread that has worked for another one before
  nil while Subjects.processor < last
end

def work(path, number)
  case path
  when "/collect" then number.times { GC.start }
  when "/busy" then Array.new(2) { Thread.new { spin(number / 1000.0) } }.each(&:join)
  end
end

def serve(listener)
  loop do
    client, = listener.accept
    path, _, number = client.gets.split[1].partition("?")
    nil until client.gets == "\r\n"
    work(path, number.to_i)
    body = Process.pid.to_s
    client.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: #{body.size}\r\n\r\n#{body}")
    client.close
    exit! if path == "/end"
  end
end

GC.disable
Subjects.await_page # from here on there are only the collections that are asked for
arguments = [Fiddle::TYPE_INT, Fiddle::TYPE_LONG]
prctl = Fiddle::Function.new(Fiddle.dlopen(nil)["prctl"], arguments, Fiddle::TYPE_INT)
listener = Socket.for_fd(Integer(ENV.fetch("HARNESS_LISTEN_FD")))
Integer(ENV.fetch("HARNESS_WORKERS")).times do
  fork do
    prctl.call(PR_SET_PDEATHSIG, KILL)
    serve(listener)
  end
end
sleep
