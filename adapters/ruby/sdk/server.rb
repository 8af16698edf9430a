# frozen_string_literal: true

require_relative "app"
require_relative "wire"

# Answers the host's requests one at a time, for a table of frameworks by name; the first one is the default.
#
# A framework has `description`, `deviations`, `prepare(progress)` → versions, and
# `launch` → {command:, directory:, environment:}. An agent has `metrics`, which are descriptors, `missing`, by kind of
# page why no app has one, `prepare(progress)` and `environment(folder, inherited)`. A profiler has `prepare(progress)` and `session`, which has
# `environment(inherited)`, `start(pid)`, `stop` and `close`.
class Server
  PROTOCOL_VERSIONS = [1].freeze
  END_GRACE_SECONDS = 1 # of the 2 s of rule T5
  METHODS = {
    "initialize" => :introduce, "app/prepare" => :prepare, "app/start" => :start, "app/stop" => :stop,
    "metrics/read" => :metrics, "shutdown" => :stop_all
  }.freeze
  PROFILER_METHODS = { "profile/start" => :start_profile, "profile/stop" => :stop_profile }.freeze

  def initialize(name, version, runtime, frameworks, wire, agent = nil, profiler = nil)
    @name = name
    @version = version
    @runtime = runtime
    @frameworks = frameworks
    @agent = agent
    @profiler = profiler
    @methods = profiler ? METHODS.merge(PROFILER_METHODS) : METHODS
    @writer = Wire::Writer.new(wire)
    @lines = Queue.new
    @apps = {}
    @app_count = 0
    @workloads = ""
  end

  # Serves until the end of standard input or a shutdown.
  # Apps are spawned by this thread, which lives as long as the adapter.
  def run
    if $stdin.tty?
      warn "#{@name} adapter #{@version} of harness: speaks JSON-RPC on a pipe; see `harness adapters list`"
      exit 2
    end
    Thread.new { read_lines }
    loop { answer(@lines.pop) }
  end

  private

  def read_lines
    framer = Wire::LineFramer.new
    loop { framer.feed($stdin.readpartial(65_536)).each { |line| @lines << line } }
  rescue EOFError, SystemCallError
    finish
  end

  # Ends everything, then the adapter.
  def finish
    @lines.clear
    stop_all({}, END_GRACE_SECONDS)
    ProcessTree.kill { ProcessTree.pids(Process.pid).drop(1) } # what the running request has started
  ensure
    exit!(0)
  end

  def answer(line)
    id = nil
    message = Wire.parse(line)
    return unless message.key?("method") && message.key?("id") # answers and notifications ask for nothing

    id = message["id"]
    method = @methods[message["method"]]
    unless method
      raise ProtocolError.new(ProtocolError::METHOD_NOT_FOUND, "unknown method #{message["method"]}")
    end

    params = message["params"]
    raise TypeError, "params must be an object" unless params.nil? || params.is_a?(Hash)

    @writer.send({ id: id, result: __send__(method, params || {}) })
    exit!(0) if message["method"] == "shutdown"
  rescue StandardError => e
    @writer.send({ id: id, error: protocol_error(e).to_h })
  end

  def protocol_error(error)
    return error if error.is_a?(ProtocolError)

    warn error.full_message
    case error
    when KeyError then ProtocolError.new(ProtocolError::INVALID_PARAMS, "`#{error.key}` is missing")
    when TypeError, NoMethodError, ArgumentError then ProtocolError.new(ProtocolError::INVALID_PARAMS, error.message)
    else ProtocolError.new(ProtocolError::INTERNAL_ERROR, "#{error.class}: #{error.message}")
    end
  end

  def introduce(params)
    offered = params.fetch("protocolVersions")
    raise TypeError, "protocolVersions must be an array of integers" unless counts?(offered)

    common = offered & PROTOCOL_VERSIONS
    if common.empty?
      raise ProtocolError.new(
        ProtocolError::UNSUPPORTED_VERSION, "this adapter speaks protocol versions #{PROTOCOL_VERSIONS}"
      )
    end

    @workloads = params.fetch("workloads", "")
    frameworks = @frameworks.each_with_index.map do |(name, it), index|
      { name: name, description: it.description, default: index.zero?, deviations: it.deviations }
    end
    {
      protocolVersion: common.max, adapter: { name: @name, version: @version }, runtime: @runtime,
      frameworks: frameworks, metrics: agent_metrics
    }
  end

  def framework(params)
    name = text(params, "framework")
    @frameworks.fetch(name) do
      raise ProtocolError.new(
        ProtocolError::UNKNOWN_FRAMEWORK, "the #{@name} adapter has no framework #{name}",
        hint: "it has #{@frameworks.keys.join(", ")}"
      )
    end
  end

  def progress(message, fraction = nil)
    @writer.notify("progress", { message: message, fraction: fraction })
  end

  def prepare(params)
    start = App.now
    versions = prepared(framework(params), @profiler)
    { versions: versions, durationNanoseconds: App.now - start }
  end

  def prepared(framework, profiler)
    versions = framework.prepare(method(:progress))
    [@agent, profiler].compact.each { |part| part.prepare(method(:progress)) }
    versions
  end

  def agent_metrics
    @agent ? @agent.metrics : []
  end

  def start(params)
    framework = framework(params)
    check_start(params)
    profiler = params["profiler"] ? @profiler : nil
    versions = prepared(framework, profiler)
    launch = framework.launch
    launch[:environment] = launch.fetch(:environment, {}).merge("HARNESS_WORKLOADS" => @workloads)
    app = App.new(
      (@app_count += 1).to_s, launch,
      workers: params["workers"], cpus: params["cpus"], ports: params["ports"],
      agent: params["agents"] == false ? nil : @agent, profiler: profiler
    ) { |ended| app_exited(ended) }
    @apps[app.name] = app
    running(app, versions, params["healthTimeoutNanoseconds"])
  end

  def running(app, versions, timeout)
    startup = app.wait_for_health(timeout)
    {
      app: app.name, address: { host: "127.0.0.1", port: app.port }, pid: app.pid, versions: versions,
      startupNanoseconds: startup, agentFolder: app.agent_folder
    }.compact
  rescue ProtocolError
    @apps.delete(app.name)
    raise
  end

  def app_exited(app)
    @apps.delete(app.name)
    @writer.notify("app/exited", { app: app.name, **app.ending, stderr: app.tail })
  end

  def app(params)
    name = text(params, "app")
    @apps.fetch(name) { raise ProtocolError.new(ProtocolError::UNKNOWN_APP, "no app #{name} runs") }
  end

  def stop(params)
    app = app(params)
    app.stop
    @apps.delete(app.name)
    app.ending
  end

  def metrics(params)
    app(params)
    reasons = agent_metrics.to_h { |metric| [metric["name"], @agent.missing[metric.dig("page", "kind")]] }
    { values: {}, unavailable: reasons.compact }
  end

  def start_profile(params)
    app(params).then { |app| app.profiling.start(app.pid) }
  end

  def stop_profile(params)
    app(params).profiling.stop
  end

  def stop_all(_params, grace_seconds = App::STOP_GRACE_SECONDS)
    @apps.values.map { |app| Thread.new { app.stop(grace_seconds) } }.each(&:join)
    {}
  end

  # A parameter that must be a string.
  def text(params, name)
    params.fetch(name).tap { |value| raise TypeError, "#{name} must be a string" unless value.is_a?(String) }
  end

  # Raises for wrong parameters of app/start, before anything is started.
  def check_start(params)
    workers, cpus, ports, timeout = params.values_at("workers", "cpus", "ports", "healthTimeoutNanoseconds")
    rules = {
      "workers must be a positive integer" => count?(workers) && workers.positive?,
      "cpus must be an array of integers" => counts?(cpus),
      "ports must have a first and a last" => ports.nil? || ports?(ports),
      "healthTimeoutNanoseconds must be an integer" => count?(timeout)
    }
    %w[agents profiler].each { |it| rules["#{it} must be true or false"] = [true, false, nil].include?(params[it]) }
    rules.each { |rule, kept| raise ArgumentError, rule unless kept }
  end

  def ports?(ports)
    ports.is_a?(Hash) && ports.values_at("first", "last").all? { |port| count?(port) && port <= 65_535 }
  end

  def count?(value)
    value.is_a?(Integer) && !value.negative?
  end

  def counts?(values)
    values.is_a?(Array) && values.all? { |value| count?(value) }
  end
end
