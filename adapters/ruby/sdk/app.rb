# frozen_string_literal: true

require "net/http"
require "socket"
require_relative "errors"
require_relative "process_tree"

# A workload app: its socket, its processes, its health and its end.
class App
  TAIL_LINES = 20
  STOP_GRACE_SECONDS = 2
  BACKLOG = 4096

  attr_reader :name, :port, :pid

  # A listening socket on a free port of the range, or on any free port (rule S1).
  def self.listen(ports)
    candidates = ports ? (ports["first"]..ports["last"]) : [0]
    candidates.each do |port|
      listener = TCPServer.new("127.0.0.1", port)
      listener.listen(BACKLOG)
      return listener
    rescue Errno::EADDRINUSE, Errno::EACCES
      next
    end
    raise ProtocolError.new(
      ProtocolError::PORT_RANGE_FULL, "no port from #{ports["first"]} to #{ports["last"]} is free",
      hint: "give a wider --ports range, or leave it out"
    )
  end

  def self.now
    Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
  end

  # Starts what `launch` says: {command:, directory:, environment:}; the block is called when the app ends unasked.
  def initialize(name, launch, workers:, cpus:, ports:, &on_exit)
    @name = name
    @on_exit = on_exit
    @tail = []
    @lock = Mutex.new
    listener = App.listen(ports)
    @port = listener.addr[1]
    spawn_app(launch, listener, workers, cpus)
    listener.close
    @watcher = Thread.new { watch }
  end

  # Returns the nanoseconds from the spawn to the first healthy answer; stops the app and raises when there is none.
  def wait_for_health(timeout_nanoseconds)
    deadline = @started_at + timeout_nanoseconds
    while App.now < deadline && @ending.nil?
      if healthy?
        @lock.synchronize { @healthy = true }
        return App.now - @started_at
      end
      sleep 0.005
    end
    what = @ending ? "it ended: #{@ending}" : "no healthy answer within #{timeout_nanoseconds / 1e9} s"
    stop
    raise ProtocolError.new(ProtocolError::START_FAILED, "the app did not start: #{what}", stderr: tail)
  end

  # Ends the whole tree.
  def stop
    @lock.synchronize { @stopping = true }
    tree = ProcessTree.pids(pid)
    signal("TERM", -pid)
    deadline = App.now + (STOP_GRACE_SECONDS * 1_000_000_000)
    sleep 0.01 while App.now < deadline && (@ending.nil? || tree.any? { |process| ProcessTree.alive?(process) })
    signal("KILL", -pid)
    tree.each { |process| signal("KILL", process) if ProcessTree.alive?(process) }
    @watcher.join
  end

  # The last lines it wrote.
  def tail
    @reader.join(0.2)
    @tail.dup
  end

  # How the root process ended: its exit code and its signal; one of them is nil.
  def ending
    { exitCode: @ending&.exitstatus, signal: @ending&.termsig }
  end

  private

  def spawn_app(launch, listener, workers, cpus)
    pinning = cpus.empty? ? [] : ["taskset", "-c", cpus.join(",")]
    environment = launch.fetch(:environment, {}).merge(
      "HARNESS_LISTEN_FD" => listener.fileno.to_s, "HARNESS_WORKERS" => workers.to_s, "PORT" => port.to_s
    )
    output, child_output = IO.pipe
    @started_at = App.now
    @pid = Process.spawn(
      environment, "setpriv", "--pdeathsig", "KILL", "--", *pinning, *launch[:command],
      chdir: launch[:directory], in: File::NULL, out: child_output, err: child_output, pgroup: true,
      listener.fileno => listener.fileno
    )
    child_output.close
    @reader = Thread.new { read_output(output) }
  end

  def read_output(output)
    output.each_line do |line|
      @tail << line.scrub.chomp
      @tail.shift if @tail.size > TAIL_LINES
    end
  end

  def watch
    _, @ending = Process.wait2(pid)
    unasked = @lock.synchronize { @healthy && !@stopping }
    return unless unasked

    signal("KILL", -pid)
    @on_exit.call(self)
  end

  def healthy?
    Net::HTTP.start("127.0.0.1", port, open_timeout: 1, read_timeout: 1) do |http|
      http.get("/health").is_a?(Net::HTTPOK)
    end
  rescue SystemCallError, IOError, Timeout::Error, Net::ProtocolError
    false
  end

  def signal(name, target)
    Process.kill(name, target)
  rescue Errno::ESRCH
    nil
  end
end
