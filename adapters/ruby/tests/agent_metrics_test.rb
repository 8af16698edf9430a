# frozen_string_literal: true

require "minitest/autorun"
require_relative "../sdk/agent_folder"
require_relative "adapter"

# The pages of an app's processes: where they are, how long, and none without an agent.
class AgentMetricsTest < Minitest::Test
  FORKING = "tests/forking_adapter.rb"

  # The folders of an adapter's apps.
  def folders(adapter)
    Dir.glob(File.join(AgentFolder.place, "#{AgentFolder::PREFIX}#{adapter.pid}-*"))
  end

  def test_every_process_of_puma_has_its_pages_as_long_as_the_app_runs
    Adapter.open do |adapter|
      [1, 2].each do |workers|
        answer = adapter.start(workers: workers)
        assert_equal [answer["agentFolder"]], folders(adapter)
        processes = ProcessTree.pids(answer["pid"])
        expected = processes.flat_map { |pid| ["gc.#{pid}", "gvl.#{pid}"] }
        assert_empty expected - Dir.children(answer["agentFolder"])
        assert_operator processes.size, :>=, workers
        metrics = adapter.call("metrics/read", app: answer["app"])
        assert_equal({ "values" => {}, "unavailable" => {} }, metrics)
        adapter.call("app/stop", app: answer["app"])
        assert_empty folders(adapter)
      end
    end
  end

  def test_an_app_can_be_started_without_agents
    Adapter.open(FORKING) do |adapter|
      answer = adapter.start("forking", agents: false)
      refute_includes File.binread("/proc/#{answer["pid"]}/environ"), "HARNESS_AGENT_DIR"
      assert_empty folders(adapter)
      refute_includes answer.keys, "agentFolder"
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
