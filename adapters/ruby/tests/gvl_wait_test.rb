# frozen_string_literal: true

require "minitest/autorun"
require "minitest/mock"
require "tmpdir"
require_relative "subjects"

# The waits that the agent reports, against what the kernel knows of the same threads.
class GVLWaitTest < Minitest::Test
  SECONDS = 1.5
  WINDOW = (SECONDS * 1e9).to_i

  [2, 4].each do |count|
    define_method("test_#{count}_spinning_threads_wait_as_long_as_they_are_off_the_processor") do
      answer, values, unavailable, events = Subjects.run("load", "spin", count, SECONDS, urgently: true)
      wall, elapsed, processor, queue, wait, waits, contended = answer
      assert_empty unavailable
      truth = elapsed - processor - queue
      # The requirement is 5 %. Beyond it goes only what the truth itself leaves open: whether a thread
      # without a processor was waiting for the lock as well, and processor time that they cannot have had,
      # for they share one lock: what a hypervisor took is counted as theirs.
      doubt = queue + [0, processor - wall].max
      assert_in_delta truth, wait, (0.05 * truth) + doubt
      assert_operator truth, :>, (0.5 * (count - 1) * WINDOW) - doubt # they did contend
      assert_in_delta wall, contended, (0.05 * wall) + doubt # there is always one that waits
      assert_operator waits, :>, count
      assert_operator values["ruby.gvl.longest"], :>=, wait / waits
      longest = events.filter_map { |event| event[:durationNanoseconds] if event[:kind] == "gvl_wait" }.max
      assert_equal values["ruby.gvl.longest"], longest
    end
  end

  # One thread, or threads that give the lock away. A measure of time *held* would say 100 % of the one that
  # spins; the agent's own thread waits a turn of 100 ms for it, which is not to be counted.
  { "spin" => 1, "doze" => 4 }.each do |work, count|
    define_method("test_#{count}_threads_that_#{work}_do_not_wait") do
      answer, values, unavailable = Subjects.run("load", work, count, SECONDS, urgently: true)
      wall, _, _, queue, wait, _, contended = answer
      assert_empty unavailable
      # The kernel keeps 5 % of a processor for others, also before what is urgent; they may come at a switch.
      doubt = Subjects::URGENT.empty? ? queue : 0
      assert_operator wait, :<, (0.05 * wall) + doubt
      assert_operator values["ruby.gvl.longest"], :<, 80_000_000 + doubt
      assert_operator contended, :<=, wait
    end
  end
end

# Programs that say they are interpreters, but have no lock that the agent could know.
class UnknownInterpreterTest < Minitest::Test
  def reason(version)
    agent = RubyAgent.new
    agent.prepare(Subjects::NO_PROGRESS)
    folder = AgentFolder.make
    Dir.mktmpdir do |place|
      program = File.join(place, "interpreter")
      source = File.join(__dir__, "fake_interpreter.c")
      flags = ["-rdynamic", "-pthread", "-DFAKE_VERSION=\"#{version}\""]
      system("cc", *flags, "-o", program, source, exception: true)
      system(agent.environment(folder, {}), program, exception: true)
    end
    values, unavailable = Pages.read(folder)
    refute_includes values.keys, "ruby.gvl.wait"
    unavailable["ruby.gvl.wait"]
  ensure
    AgentFolder.remove(folder)
  end

  def test_what_is_not_known_is_not_measured
    %w[3.3.0 2.7.8 3.10.0].each { |version| assert_includes reason(version), "3.1, not for #{version}" }
    assert_includes reason("3.1.2"), "has not run"
  end
end

class CompilerTest < Minitest::Test
  def test_without_a_compiler_the_reason_is_told_and_the_app_runs_without_the_agent
    { "no-such-compiler" => "apt-get install gcc", "false" => "could not build" }.each do |compiler, part|
      Dir.mktmpdir do |build|
        agent = RubyAgent.new(build, compiler)
        answer, values, _, events = Subjects.run("collect", 3, 0, agent: agent)
        assert_operator answer[0], :>=, 3
        assert_equal [{}, []], [values, events]
        assert_equal %w[gc gvl], agent.missing.keys.sort
        agent.missing.each_value { |reason| assert_includes reason, part }
        assert_equal({}, agent.environment("/anywhere", {}))
      end
    end
  end

  def test_a_library_in_a_folder_with_blanks_is_loaded
    Dir.mktmpdir do |place|
      _, values, unavailable = Subjects.run("collect", 3, 0, agent: RubyAgent.new(File.join(place, "a b:c")))
      assert_empty unavailable
      assert_includes values.keys, "ruby.gvl.wait"
    end
  end

  def test_a_library_that_no_path_can_name_is_told
    Dir.mktmpdir do |place|
      agent = RubyAgent.new(File.join(place, "a b"))
      AgentFolder.stub(:place, "#{place}/a b") { agent.prepare(Subjects::NO_PROGRESS) }
      assert_includes agent.missing["gvl"], "TMPDIR"
      assert_equal({}, agent.environment("/anywhere", {}))
    end
  end

  def test_the_library_is_built_once
    Dir.mktmpdir do |build|
      messages = []
      2.times { RubyAgent.new(build).prepare(->(message) { messages << message }) }
      assert_equal 1, messages.size
      FileUtils.rm_rf(build)
      RubyAgent.new(build).prepare(->(message) { messages << message })
      assert_equal 2, messages.size
    end
  end
end
