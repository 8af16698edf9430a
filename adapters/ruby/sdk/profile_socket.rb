# frozen_string_literal: true

require "json"
require "socket"
require "timeout"
require_relative "agent_folder"
require_relative "errors"
require_relative "profiling"

# What samples one app from within: the app's processes connect to a socket in a folder of the app's own
# (docs/AGENTS.md). `interval` is the time between two samples in nanoseconds, `unit` what weights count.
class ProfileSocket
  CONNECT_SECONDS = 2
  ANSWER_SECONDS = 20 # a process may be busy, and stacks take time to fold

  # A process that has connected: its pid, and its answers in the order of the questions.
  class Peer
    GONE = { "problem" => "it has ended, or does not answer" }.freeze

    attr_reader :pid

    def initialize(socket)
      @socket = socket
      @answers = Queue.new
    end

    # Reads until its end; yields when it has said what it is.
    def read
      while (line = @socket.gets)
        message = JSON.parse(line)
        next @answers << message unless message.key?("hello")

        @pid = message["hello"]["pid"]
        yield
      end
    rescue SystemCallError, IOError, JSON::ParserError
      nil # it has ended, or is not one of ours
    ensure
      @answers.close
      close
    end

    def ask(question)
      @socket.puts(JSON.generate(question))
    rescue SystemCallError, IOError
      nil # its answer tells
    end

    # The next one; one with a "problem" when there is none.
    def answer
      Timeout.timeout(ANSWER_SECONDS) { @answers.pop } || GONE
    rescue Timeout::Error
      close
      GONE
    end

    # Its answer to the question before this one.
    def started
      @started ||= answer
    end

    def begin(interval)
      @started = nil
      ask({ do: "start", intervalNanoseconds: interval })
    end

    def close
      @socket.close
    end
  end

  attr_reader :path

  def initialize(interval:, unit:, hint:)
    @interval = interval
    @unit = unit
    @hint = hint
    @folder = AgentFolder.make
    @path = File.join(@folder, "profiler")
    @lock = Mutex.new
    @peers = []
    @sampled = nil # those that sample, while the app is being profiled
    @server = UNIXServer.new(@path)
    @thread = Thread.new { accept }
  end

  # Returns when every process that has connected samples itself; those that come later begin at once.
  def start(_pid)
    (CONNECT_SECONDS * 100).times { @peers.empty? && sleep(0.01) }
    peers = @lock.synchronize do
      @sampled = []
      @peers.each { |peer| sample(peer) }.dup
    end
    begun = peers.map(&:started).find { |answer| answer["profiler"] }
    return { profiler: begun["profiler"], unit: @unit, intervalNanoseconds: @interval } if begun

    @lock.synchronize { @sampled = nil }
    problem = peers.empty? ? "no process of the app has loaded the profiler" : peers[0].started["problem"]
    raise ProtocolError.new(ProtocolError::PROFILER_UNAVAILABLE, problem, hint: @hint)
  end

  # Returns the stacks of all processes together.
  def stop
    peers = @lock.synchronize { @sampled.tap { @sampled = nil } }
    peers.each { |peer| peer.ask({ do: "stop" }) }
    answers = peers.map { |peer| [peer.pid, [peer.started, peer.answer]] }
    problems, profiles = answers.partition { |_, both| both.any? { |answer| answer["problem"] } }
    notes = problems.map { |pid, both| "process #{pid} gave no samples: #{both.filter_map { _1["problem"] }[0]}" }
    profiles.map! { |_, (_, stopped)| stopped }
    stacks = profiles.each_with_object(Hash.new(0)) do |profile, sums|
      profile["stacks"].each { |stack, weight| sums[stack] += weight }
    end
    sums = %w[samples lost].to_h { |name| [name.to_sym, profiles.sum { |profile| profile[name] }] }
    Profiling.profile(stacks, **sums, notes: notes)
  end

  # Lets go of the processes, and removes the socket.
  def close
    @server.close
    @thread.join
    @lock.synchronize { @peers.dup }.each(&:close)
    AgentFolder.remove(@folder)
  end

  private

  def accept
    loop do
      peer = Peer.new(@server.accept.tap { |socket| socket.set_encoding(Encoding::UTF_8) })
      Thread.new do
        peer.read { greet(peer) }
      ensure
        @lock.synchronize { @peers.delete(peer) }
      end
    end
  rescue IOError, SystemCallError
    nil # closed
  end

  def greet(peer)
    @lock.synchronize do
      @peers << peer
      sample(peer) if @sampled
    end
  end

  def sample(peer)
    @sampled << peer
    peer.begin(@interval)
  end
end
