# frozen_string_literal: true

require "net/http"
require "socket"
require_relative "agent_folder"
require_relative "errors"
require_relative "process_tree"
require_relative "profiling"

# A workload app: its socket, its processes, its health and its end.
class App
  TAIL_LINES = 20
  STOP_GRACE_SECONDS = 2
  BACKLOG = 4096

  attr_reader :name, :port, :pid, :profiling,
              :agent_folder # the path of the folder with its counter pages; nil without an agent

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

  # Starts what `launch` says: {command:, directory:, environment:}.
  # The block is called when the app ends unasked.
  def initialize(name, launch, workers:, cpus:, ports:, agent: nil, profiler: nil, &on_exit)
    @name = name
    @on_exit = on_exit
    @tail = []
    @lock = Mutex.new
    listener = App.listen(ports)
    @port = listener.addr[1]
    @agent_folder = agent && AgentFolder.make
    @profiling = Profiling.new(profiler&.session)
    spawn_app(launch, listener, workers, cpus, agent)
    @watcher = Thread.new { watch }
  end

  # Returns the nanoseconds from the spawn to the first healthy answer.
  # Stops the app and raises when there is none.
  def wait_for_health(timeout_nanoseconds)
    deadline = @started_at + timeout_nanoseconds
    while (left = deadline - App.now).positive? && @ending.nil?
      healthy = healthy?([left / 1e9, 1].min)
      return App.now - @started_at if healthy && @lock.synchronize { @healthy = @ending.nil? }

      sleep 0.005
    end
    what = @ending ? "it ended: #{@ending}" : "no healthy answer within #{timeout_nanoseconds / 1e9} s"
    stop
    raise ProtocolError.new(ProtocolError::START_FAILED, "the app did not start: #{what}", stderr: tail)
  end

  # Ends the whole tree, with SIGKILL after the grace; afterwards none of it is alive.
  def stop(grace_seconds = STOP_GRACE_SECONDS)
    @lock.synchronize { @stopping = true }
    known = ProcessTree.pids(pid) # some may have left the group, others may have lost their parents
    left = -> { known.select { |process| ProcessTree.alive?(process) } | ProcessTree.group(pid) }
    ProcessTree.signal("TERM", -pid)
    deadline = App.now + (grace_seconds * 1_000_000_000)
    sleep 0.01 while App.now < deadline && left.call.any?
    ProcessTree.kill(&left)
    @watcher.join
    end_observers
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

  def spawn_app(launch, listener, workers, cpus, agent)
    pinning = cpus.empty? ? [] : ["taskset", "-c", cpus.join(",")]
    environment = launch.fetch(:environment, {}).merge(
      "HARNESS_LISTEN_FD" => listener.fileno.to_s, "HARNESS_WORKERS" => workers.to_s, "PORT" => port.to_s
    )
    environment.update(agent.environment(agent_folder, ENV.to_h.merge(environment))) if agent
    environment.update(@profiling.environment(ENV.to_h.merge(environment)))
    output, child_output = IO.pipe(Encoding::UTF_8)
    @started_at = App.now
    @pid = Process.spawn(
      environment, "setpriv", "--pdeathsig", "KILL", "--", *pinning, *launch[:command],
      chdir: launch[:directory], in: File::NULL, out: child_output, err: child_output, pgroup: true,
      listener.fileno => listener.fileno
    )
    @reader = Thread.new { read_output(output) }
  ensure
    [listener, child_output].compact.each(&:close)
  end

  def read_output(output)
    output.each_line do |line|
      @tail << line.scrub.chomp
      @tail.shift if @tail.size > TAIL_LINES
    end
  end

  def watch
    _, ending = Process.wait2(pid)
    unasked = @lock.synchronize do
      @ending = ending
      @healthy && !@stopping
    end
    return unless unasked

    ProcessTree.kill { ProcessTree.group(pid) }
    end_observers
    @on_exit.call(self)
  end

  def end_observers
    @profiling.close
    AgentFolder.remove(agent_folder) if agent_folder
  end

  def healthy?(timeout)
    Net::HTTP.start("127.0.0.1", port, open_timeout: timeout, read_timeout: timeout, max_retries: 0) do |http|
      http.get("/health").is_a?(Net::HTTPOK)
    end
  rescue SystemCallError, IOError, Timeout::Error, Net::ProtocolError
    false
  end
end
