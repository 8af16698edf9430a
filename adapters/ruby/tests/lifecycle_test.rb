# frozen_string_literal: true

require "minitest/autorun"
require "net/http"
require "socket"
require "tmpdir"
require_relative "adapter"

class LifecycleTest < Minitest::Test
  SECOND = Adapter::SECOND

  def tree(answer)
    ProcessTree.pids(answer["pid"])
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end

  def assert_gone(pids, seconds: 0)
    deadline = now + seconds
    sleep 0.01 while now < deadline && pids.any? { |pid| ProcessTree.alive?(pid) }
    assert_empty(pids.select { |pid| ProcessTree.alive?(pid) })
  end

  # The adapter's descendants, as soon as there are `count`.
  def at_least(count, adapter)
    Timeout.timeout(10) { sleep 0.005 while adapter.descendants.size < count }
    adapter.descendants
  end

  def test_preparing_again_changes_nothing_and_is_quick
    Adapter.open do |adapter|
      first, again = Array.new(2) { adapter.call("app/prepare", framework: "sinatra") }
      assert_equal %w[runtime framework server], first["versions"].keys
      assert_equal first["versions"], again["versions"]
      assert_operator again["durationNanoseconds"], :<, 2 * SECOND
    end
  end

  def test_an_app_is_started_on_its_processor_and_stopped
    cpu = File.read("/proc/self/status")[/^Cpus_allowed_list:.*?(\d+)$/, 1]
    Adapter.open do |adapter|
      answer = adapter.start(cpus: [Integer(cpu)])
      assert_equal '{"status":"ok"}', Net::HTTP.get("127.0.0.1", "/health", answer["address"]["port"])
      pids = tree(answer)
      pids.each { |pid| assert_match(/^Cpus_allowed_list:\t#{cpu}$/, File.read("/proc/#{pid}/status")) }
      assert_equal({ "exitCode" => nil, "signal" => 15 }, adapter.call("app/stop", app: answer["app"]))
      assert_gone pids
      assert_equal(-32_005, adapter.call("metrics/read", app: answer["app"])["code"])
      assert_equal({}, adapter.call("shutdown"))
      assert_equal 0, adapter.wait
    end
  end

  def test_harness_ruby_chooses_the_interpreter
    Dir.mktmpdir do |folder|
      chosen = File.join(folder, "chosen")
      File.write(chosen, "#!/bin/sh\necho chosen >&2\nexec '#{RbConfig.ruby}' \"$@\"\n", perm: 0o755)
      Adapter.open(environment: { "HARNESS_RUBY" => chosen }) do |adapter|
        runtime = adapter.call("initialize", protocolVersions: [1])["runtime"]
        assert_equal "chosen\n", adapter.printed
        assert_equal [RbConfig.ruby, RUBY_VERSION], runtime.values_at("path", "version")
      end
    end
  end

  def test_several_workers_are_stopped_to_the_last
    Adapter.open do |adapter|
      answer = adapter.start(workers: 2)
      pids = tree(answer)
      assert_equal 3, pids.size
      adapter.call("app/stop", app: answer["app"])
      assert_gone pids
    end
  end

  [1, 2].each do |workers|
    define_method("test_an_app_of_#{workers}_that_is_killed_is_reported_within_a_second") do
      Adapter.open do |adapter|
        answer = adapter.start(workers: workers)
        pids = tree(answer)
        killed = now
        Process.kill("KILL", pids[0])
        exited = adapter.receive { |message| message["method"] == "app/exited" }["params"]
        assert_operator now - killed, :<, 1
        assert_equal [answer["app"], nil, 9], exited.values_at("app", "exitCode", "signal")
        assert_gone pids
      end
    end

    define_method("test_an_app_of_#{workers}_ends_with_the_input_and_with_a_killed_adapter") do
      { close: 0, kill: 2 }.each do |ending, seconds|
        Adapter.open do |adapter|
          pids = tree(adapter.start(workers: workers))
          adapter.public_send(ending)
          assert_gone pids, seconds: seconds
        end
      end
    end
  end

  def test_apps_that_ignore_sigterm_are_killed_together_at_the_end_of_the_input
    Adapter.open("tests/misbehaving.rb") do |adapter|
      answer = adapter.start("hung")
      pids = tree(answer)
      assert_equal({ "exitCode" => nil, "signal" => 9 }, adapter.call("app/stop", app: answer["app"]))
      assert_gone pids
      pids = Array.new(3) { tree(adapter.start("hung")) }.flatten
      closed = now
      assert_equal 0, adapter.close
      assert_operator now - closed, :<, 2 # rule T5
      assert_gone pids
    end
  end

  def test_the_end_of_the_input_interrupts_a_start_and_forgets_the_next
    Adapter.open("tests/misbehaving.rb") do |adapter|
      start = { framework: "deaf", workers: 1, cpus: [], healthTimeoutNanoseconds: 60 * SECOND }
      2.times { adapter.send("app/start", **start) }
      pids = at_least(2, adapter) # the shell and its sleep
      assert_equal 0, adapter.close
      assert_gone pids
    end
  end

  def test_the_end_of_the_input_ends_what_prepares
    Adapter.open("tests/misbehaving.rb") do |adapter|
      adapter.send("app/prepare", framework: "slow")
      pids = at_least(2, adapter) # the shell and its sleep
      assert_equal 0, adapter.close
      assert_gone pids
    end
  end

  def test_a_failed_start_says_why_and_leaves_nothing
    Adapter.open("tests/misbehaving.rb") do |adapter|
      error = adapter.start("broken")
      assert_equal(-32_003, error["code"])
      assert_equal (11..30).map(&:to_s), error["data"]["stderr"]
      assert_equal(-32_003, adapter.start("deaf", healthTimeoutNanoseconds: SECOND / 10)["code"])
      error = adapter.start("leaving")
      assert_equal(-32_003, error["code"])
      assert_gone [Integer(error["data"]["stderr"][0])]
      assert_empty adapter.descendants
    end
  end

  def test_what_cannot_be_started_has_its_own_code
    Adapter.open do |adapter|
      taken = TCPServer.new("127.0.0.1", 0)
      port = taken.addr[1]
      assert_equal(-32_004, adapter.start(ports: { first: port, last: port })["code"])
      unknown = adapter.start("nope")
      assert_equal(-32_001, unknown["code"])
      assert_includes unknown["data"]["hint"], "sinatra"
    ensure
      taken.close
    end
  end

  def test_wrong_parameters_start_nothing
    wrong = [
      { workers: "1" }, { workers: 0 }, { cpus: 1 }, { cpus: ["0"] }, { ports: 1 }, { ports: { first: 1 } },
      { ports: { first: 70_000, last: 70_001 } },
      { healthTimeoutNanoseconds: nil }, { healthTimeoutNanoseconds: "soon" }
    ]
    Adapter.open do |adapter|
      wrong.each do |params|
        assert_equal(-32_602, adapter.start(**params)["code"], params)
        assert_empty adapter.descendants
      end
    end
  end
end
