# frozen_string_literal: true

require "minitest/autorun"
require "json"
require "net/http"
require "tmpdir"
require_relative "../profiler/profiler"
require_relative "adapter"
require_relative "subjects"

# Profiles through the protocol: whose methods they name, when there are none, and what is left afterwards.
class ProfilingTest < Minitest::Test
  INVALID_PARAMS = -32_602
  UNKNOWN_APP = -32_005
  UNAVAILABLE = -32_006
  PROFILED = "tests/profiled_adapter.rb"
  BODY = JSON.generate(Array.new(2000) { |number| { name: "item #{number}", values: [number, number / 7.0] } })

  def folders(adapter)
    Dir.glob(File.join(AgentFolder.place, "#{AgentFolder::PREFIX}#{adapter.pid}-*"))
  end

  def pids(answer)
    ProcessTree.pids(answer["pid"])
  end

  def assert_gone(pids)
    Timeout.timeout(2) { sleep 0.01 while pids.any? { |pid| ProcessTree.alive?(pid) } }
  end

  def get(answer, path)
    Net::HTTP.get("127.0.0.1", path, answer["address"]["port"])
  end

  # The first profile of what the block does for which `wanted` holds: a busy machine may take several.
  def profile_of(adapter, app, wanted)
    loop do
      started = adapter.call("profile/start", app: app)
      assert_match(/\Astackprof [\d.]+\z/, started["profiler"])
      assert_equal ["samples", 5_000_000], started.values_at("unit", "intervalNanoseconds")
      yield
      found = adapter.call("profile/stop", app: app)
      return found if wanted.call(found)
    end
  end

  def post(answer, path, times)
    Net::HTTP.start("127.0.0.1", answer["address"]["port"], max_retries: 0) do |http|
      times.times { assert_equal "200", http.post(path, BODY, "Content-Type" => "application/json").code }
    end
  end

  def test_routes_of_all_processes_are_named
    Adapter.open do |adapter|
      [1, 2].each do |workers|
        answer = adapter.start(workers: workers, profiler: true)
        named = ->(it) { it["folded"].match?(%r{;[^;]*JSONBody\.read \(contract/json_body\.rb\);}) }
        found = profile_of(adapter, answer["app"], named) { post(answer, "/json/large", 30) }
        assert_match(%r{Puma::\S+ \(puma/\S+\.rb\);.*(POST /json/large|<class:Raw>)[^;]* \(sinatra/raw\.rb\)}, found["folded"])
        stacks = found["folded"].lines.map { |line| line.match(/\A(.+) (\d+)\n\z/).captures }
        counts = stacks.map { |_, count| Integer(count) }
        assert_equal [found["samples"], counts.sort.reverse, stacks.size],
                     [counts.sum, counts, stacks.uniq(&:first).size]
        refute_match(/\.rb:\d/, found["folded"])
        assert_equal 2, folders(adapter).size # pages, and the socket
        adapter.call("app/stop", app: answer["app"])
        assert_empty folders(adapter)
      end
    end
  end

  def test_forked_processes_sample_themselves_and_one_that_ends_is_noted
    Adapter.open(PROFILED) do |adapter|
      answer = adapter.start("forking", workers: 2, profiler: true)
      spins = ->(it) { it["folded"].include?("Object#spin (tests/forking_app.rb)") }
      profile_of(adapter, answer["app"], spins) { get(answer, "/busy?100") }
      adapter.call("profile/start", app: answer["app"])
      ended = get(answer, "/end")
      assert_gone [Integer(ended)]
      notes = adapter.call("profile/stop", app: answer["app"])["notes"]
      assert_equal [1, true], [notes.size, notes[0].start_with?("process #{ended} ")], notes
    end
  end

  def test_a_process_that_begins_during_a_profile_is_in_it_and_has_not_its_parents_samples
    session = RubyProfiler.new.session
    program = <<~RUBY
      def spin(seconds)
        last = Process.clock_gettime(Process::CLOCK_THREAD_CPUTIME_ID) + seconds
        nil while Process.clock_gettime(Process::CLOCK_THREAD_CPUTIME_ID) < last
      end
      def early = spin(0.3)
      def late = spin(0.3)
      $stdout.sync = true
      puts "ready"
      gets
      early
      fork { sleep 0.2; late; puts "done"; sleep }
      gets
    RUBY
    pipe = IO.popen(session.environment(ENV.to_h), [RbConfig.ruby, "-e", program], "r+")
    assert_equal "ready\n", pipe.gets
    session.start(pipe.pid)
    pipe.puts
    assert_equal "done\n", pipe.gets
    found = session.stop
    weight = ->(name) { found[:folded].lines.grep(/Object#{name}/).sum { |line| line[/\d+$/].to_i } }
    assert_operator weight.("#late"), :>, 0
    assert_operator weight.("#early"), :<, 1.5 * weight.("#late"), found # not twice as many
  ensure
    ProcessTree.kill { ProcessTree.pids(pipe.pid) }
    pipe.close
    session.close
  end

  def test_a_profile_begins_and_ends_once
    Adapter.open do |adapter|
      without = adapter.start["app"]
      app = adapter.start(profiler: true, agents: false)["app"]
      [
        ["profile/start", "9", UNKNOWN_APP], ["profile/stop", "9", UNKNOWN_APP],
        ["profile/start", without, INVALID_PARAMS], ["profile/stop", without, INVALID_PARAMS],
        ["profile/stop", app, INVALID_PARAMS], ["profile/start", app, nil],
        ["profile/start", app, INVALID_PARAMS], ["profile/stop", app, nil],
        ["profile/stop", app, INVALID_PARAMS]
      ].each do |method, name, code|
        assert_equal [code, method, name], [adapter.call(method, app: name)["code"], method, name]
      end
    end
  end

  ENDS = {
    "app" => ->(_, answer) { Process.kill("KILL", answer["pid"]) },
    "stop" => ->(adapter, answer) { adapter.call("app/stop", app: answer["app"]) },
    "input" => ->(adapter, _) { adapter.close },
    "adapter" => ->(adapter, _) { adapter.kill }
  }.freeze

  def test_nothing_is_left_whatever_ends
    ENDS.each do |what, finish|
      Adapter.open do |adapter|
        answer = adapter.start(workers: 2, profiler: true)
        pids = pids(answer)
        adapter.call("profile/start", app: answer["app"])
        finish.call(adapter, answer)
        assert_gone pids
        case what
        when "adapter" then Adapter.open { |another| another.start } # removes what it has left
        when "app", "stop"
          adapter.receive { |message| message["method"] == "app/exited" } if what == "app"
          assert_equal UNKNOWN_APP, adapter.call("profile/stop", app: answer["app"])["code"]
        end
        assert_empty folders(adapter), what
      end
    end
  end

  def test_an_app_that_cannot_be_profiled_says_why_and_runs
    Adapter.open(PROFILED) do |adapter|
      {
        "without" => /no process of the app has loaded the profiler/, "unable" => /no stackprof here/
      }.each do |framework, reason|
        answer = adapter.start(framework, profiler: true)
        error = adapter.call("profile/start", app: answer["app"])
        assert_equal UNAVAILABLE, error["code"], error
        assert_match reason, error["message"]
        assert_includes error["data"]["hint"], "ruby-stackprof"
        assert_equal INVALID_PARAMS, adapter.call("profile/stop", app: answer["app"])["code"]
        assert_operator Integer(get(answer, "/")), :>, 0
      end
    end
  end

  def test_what_a_message_cannot_hold_is_the_rarest_and_noted
    stacks = { '"quoted";rare' => 1, "often" => 30, "also often" => 20 }
    assert_equal "often 30\nalso often 20\n\"quoted\";rare 1\n", Profiling.profile(stacks, samples: 51)[:folded]
    shortened = Profiling.profile(stacks, samples: 51, lost: 2, notes: ["late"], maximum_bytes: 34)
    assert_equal ["often 30\nalso often 20\n", 51, 2], shortened.values_at(:folded, :samples, :lost)
    assert_match(/the 1 rarest of 3 stacks/, shortened[:notes][1])
  end
end
