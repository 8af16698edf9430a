# frozen_string_literal: true

require "minitest/autorun"
require "net/http"
require_relative "../sdk/agent_folder"
require_relative "adapter"
require_relative "subjects"

# The agent's metrics through the protocol: puma's workers, forked ones, ended ones, and none.
class AgentMetricsTest < Minitest::Test
  FORKING = "tests/forking_adapter.rb"
  SECOND = Adapter::SECOND

  # The folders of an adapter's apps.
  def folders(adapter)
    Dir.glob(File.join(AgentFolder.place, "#{AgentFolder::PREFIX}#{adapter.pid}-*"))
  end

  def get(answer, path)
    Net::HTTP.start("127.0.0.1", answer["address"]["port"], read_timeout: 20, max_retries: 0) do |http|
      Integer(http.get(path).body)
    end
  end

  # The metrics, and when they were asked for.
  def read(adapter, answer)
    { "asked" => Subjects.now, **adapter.call("metrics/read", app: answer["app"]) }
  end

  def increase(name, before, after)
    after["values"][name] - before["values"][name]
  end

  # The first metrics for which the block holds.
  def read_until(adapter, answer)
    Timeout.timeout(20) do
      loop do
        metrics = read(adapter, answer)
        return metrics if yield metrics

        sleep 0.01
      end
    end
  end

  # The metrics as soon as they show as many collections more than before, which an agent tells every 100 ms.
  def read_after(count, adapter, answer, before)
    found = read_until(adapter, answer) { |it| increase("ruby.gc.collections", before, it) >= count }
    assert_equal count, increase("ruby.gc.collections", before, found)
    found
  end

  def test_every_process_of_puma_has_its_pages_as_long_as_the_app_runs
    Adapter.open do |adapter|
      names = adapter.description["metrics"].map { |metric| metric["name"] }
      [1, 2].each do |workers|
        answer = adapter.start(workers: workers)
        metrics = read(adapter, answer)
        network = %w[network.received network.sent]
        assert_equal [names - network, network], [metrics["values"].keys, metrics["unavailable"].keys]
        gauges = metrics["values"].values_at("ruby.heap.live_slots", "ruby.objects.allocated")
        gauges.each { |value| assert_operator value, :>, 10_000 * workers }
        pages = Dir.children(folders(adapter).fetch(0))
        expected = metrics["processes"].flat_map { |pid| ["gc.#{pid}", "gvl.#{pid}"] }
        assert_empty expected - pages
        assert_operator metrics["processes"].size, :>=, workers
        adapter.call("app/stop", app: answer["app"])
        assert_empty folders(adapter)
      end
    end
  end

  def test_totals_of_forked_workers_are_added_and_stay_when_one_ends
    Adapter.open(FORKING) do |adapter|
      answer = adapter.start("forking", workers: 3)
      first = read(adapter, answer)
      workers = Array.new(20) { get(answer, "/collect?5") }.uniq
      second = read_after(100, adapter, answer, first)
      assert_empty workers - second["processes"]
      ended = get(answer, "/end")
      get(answer, "/collect?3")
      third = read_after(3, adapter, answer, second)
      third = read_until(adapter, answer) { |it| it["vanished"].any? } if third["vanished"].empty?
      assert_equal [ended], third["vanished"]
      %w[cpu.total cpu.user ruby.gc.time context_switches.voluntary].each do |name|
        assert_operator increase(name, second, third), :>=, 0, name
      end
      assert_operator increase("ruby.heap.live_slots", second, third), :<, 0 # of one process less
    end
  end

  def test_waits_in_a_forked_worker_are_counted_and_the_longest_is_the_windows
    Adapter.open(FORKING) do |adapter|
      answer = adapter.start("forking", workers: 2)
      reads = [read(adapter, answer)]
      worker = nil
      2.times do
        worker = get(answer, "/busy?350")
        reads << read(adapter, answer)
      end
      reads << read(adapter, answer)
      reads.first(3).each_cons(2) do |before, after|
        # Each uses 350 ms, in turns of 100 ms: one of them waits for a turn, in whatever order they run.
        assert_operator increase("ruby.gvl.wait", before, after), :>, 0.08 * SECOND
        assert_operator increase("ruby.gvl.waits", before, after), :>, 0
        assert_operator increase("ruby.gvl.wait", before, after), :>=, after["values"]["ruby.gvl.longest"]
        after["events"].each do |event|
          ended = event["timeNanoseconds"] + event["durationNanoseconds"]
          assert_operator ended, :>, before["asked"] # it may have begun earlier
          assert_operator ended, :<, after["timeNanoseconds"]
        end
      end
      waited = reads[2]["events"].select { |event| event["kind"] == "gvl_wait" }
      assert_includes waited.map { |event| event["pid"] }, worker
      assert_equal [0, []], [reads[3]["values"]["ruby.gvl.longest"], reads[3]["events"]]
    end
  end

  def test_an_app_can_be_started_without_agents
    Adapter.open(FORKING) do |adapter|
      answer = adapter.start("forking", agents: false)
      refute_includes File.binread("/proc/#{answer["processes"][0]["pid"]}/environ"), "HARNESS_AGENT_DIR"
      assert_empty folders(adapter)
      metrics = read(adapter, answer)
      named = adapter.description["metrics"].map { |metric| metric["name"] }
      assert_equal named.sort, (metrics["values"].keys + metrics["unavailable"].keys).sort
      assert_includes metrics["unavailable"]["ruby.gvl.wait"], "without runtime agents"
    end
  end

  def test_what_a_killed_adapter_leaves_is_removed_by_the_next_start
    adapter = Adapter.new([FORKING])
    adapter.start("forking")
    adapter.kill # its folder stays until any adapter of this machine starts an app
    Adapter.open(FORKING) do |another|
      another.start("forking")
      assert_equal [1, []], [folders(another).size, folders(adapter)]
      another.close
      assert_empty folders(another)
    end
  end
end
