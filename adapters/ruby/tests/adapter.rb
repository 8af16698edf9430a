# frozen_string_literal: true

require "json"
require "net/http"
require "rbconfig"
require "tempfile"
require "timeout"
require_relative "../sdk/process_tree"

# A running adapter to talk to; `command` are the interpreter's arguments.
class Adapter
  FOLDER = File.expand_path("..", __dir__)
  SPECIFICATION = File.expand_path("../../Sources/AdapterProtocol/Specification/v1", FOLDER)
  SECOND = 1_000_000_000

  attr_reader :pid, :description

  # Yields an adapter, and ends it.
  def self.open(*command, folder: FOLDER, environment: {})
    adapter = new(command, environment, folder)
    yield adapter
  ensure
    adapter&.close
  end

  def initialize(command = [], environment = {}, folder = FOLDER)
    @printed = Tempfile.new("harness-ruby")
    command = ["adapter.rb"] if command.empty?
    @pipe = IO.popen(environment, [RbConfig.ruby, *command], "r+:UTF-8", chdir: folder, err: @printed.fileno)
    @pid = @pipe.pid
    @count = 0
    @description = call("initialize", protocolVersions: [1], workloads: "#{SPECIFICATION}/workloads.json")
  end

  # Sends a request without waiting; returns its id.
  def send(method, **params)
    @pipe.puts(JSON.generate({ jsonrpc: "2.0", id: @count += 1, method: method, params: params }))
    @count
  end

  # The next message for which the block holds.
  def receive
    while (line = @pipe.gets)
      message = JSON.parse(line)
      return message if yield message
    end
    raise EOFError, "the adapter has ended: #{printed}"
  end

  # The answer to a request: its result or its error.
  def call(method, **params)
    id = send(method, **params)
    answer = receive { |message| message["id"] == id }
    answer["result"] || answer["error"]
  end

  def start(framework = "sinatra", **params)
    settings = { workers: 1, cpus: [], healthTimeoutNanoseconds: 30 * SECOND, **params }
    call("app/start", framework: framework, **settings)
  end

  # What a started app answers to a small JSON body.
  def echo(answer, body)
    location = URI("http://127.0.0.1:#{answer.fetch("address")["port"]}/json/small")
    Net::HTTP.post(location, body, "Content-Type" => "application/json").body
  end

  # The processes below the adapter.
  def descendants
    ProcessTree.pids(pid).drop(1)
  end

  # What the adapter has written to standard error.
  def printed
    File.read(@printed.path, encoding: "UTF-8")
  end

  def kill
    Process.kill("KILL", pid)
    close
  end

  # Ends the adapter's input; its exit status, nil for one that was killed.
  def close
    @pipe.close_write
    wait
  end

  # The exit status of an adapter that ends.
  def wait
    @status ||= Timeout.timeout(5) { Process.wait2(pid).last }
    @status.exitstatus
  end
end
