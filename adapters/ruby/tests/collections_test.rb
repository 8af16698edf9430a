# frozen_string_literal: true

require "minitest/autorun"
require "tmpdir"
require_relative "adapter"
require_relative "subjects"

class CollectionsTest < Minitest::Test
  NAMES = %w[ruby.gc.collections ruby.gc.time ruby.gc.minor ruby.gc.major].freeze

  def test_forced_collections_are_counted_exactly_with_their_time
    answer, values, unavailable = Subjects.run("collect", 7, 0)
    assert_empty unavailable
    assert_equal answer, values.values_at(*NAMES)
    assert_operator values["ruby.gc.major"], :>=, 7
    assert_operator values["ruby.gc.time"], :>, 0
  end

  def test_forked_children_count_for_themselves
    answer, values, unavailable = Subjects.run("collect", 5, 3)
    assert_empty unavailable
    assert_equal answer[0] + (3 * 5), values["ruby.gc.collections"]
  end

  def test_a_process_that_becomes_another_program_goes_on_counting
    (before, after), values = Subjects.run("replace", 20)
    assert_operator before, :>, 20
    assert_equal before + after, values["ruby.gc.collections"]
  end

  def test_a_daemon_counts_on_in_its_own_page
    before, values, unavailable = Subjects.run("daemon", 5)
    assert_empty unavailable
    assert_equal before + 5, values["ruby.gc.collections"]
  end

  def test_an_interpreter_that_does_not_time_collections_says_so
    agent = RubyAgent.new
    agent.prepare(Subjects::NO_PROGRESS)
    folder = AgentFolder.make
    environment = agent.environment(folder, ENV.to_h).merge("RUBYOPT" => nil)
    program = "GC.singleton_class.undef_method(:total_time); require 'harness_agent'"
    system(environment, RbConfig.ruby, "-w", "-e", program, exception: true)
    values, unavailable, = Pages.read(folder)
    assert_includes unavailable["ruby.gc.time"], "does not tell the time"
    assert_includes values.keys, "ruby.gvl.wait"
  ensure
    AgentFolder.remove(folder)
  end

  def test_allocated_objects_are_counted
    (_, after), values = Subjects.run("allocate", 100_000)
    # What is made between the app's last look and the end: a line of JSON, and the agent's last reading.
    assert_in_delta after, values["ruby.objects.allocated"], 500
  end
end

# The same program with and without the agent.
class UnnoticedTest < Minitest::Test
  def prepared
    RubyAgent.new.tap { |agent| agent.prepare(Subjects::NO_PROGRESS) }
  end

  def both(*command, **environment)
    environment = environment.transform_keys(&:to_s)
    Dir.mktmpdir do |folder|
      added = prepared.environment(folder, ENV.to_h.merge(environment))
      [{}, added].map do |each|
        output, errors, status = Open3.capture3(environment.merge(each), RbConfig.ruby, *command)
        [output, errors, status.exitstatus]
      end
    end
  end

  def test_the_app_finds_its_modules_and_descriptors_as_without_the_agent
    program = 'p $LOAD_PATH, $PROGRAM_NAME, ARGV, Dir.children("/proc/self/fd").sort, $VERBOSE, $!; exit 3'
    [{}, { RUBYLIB: "/own", RUBYOPT: "-W2 -rset" }].each do |environment|
      without, within = both("-e", program, "argument", **environment)
      assert_equal ["", 3], without.drop(1)
      assert_equal without, within
    end
  end

  def test_warnings_and_errors_are_those_of_the_app
    ["1.foo", "raise 'it'", "abort 'it'", "puts undefined", "Thread.new { 1 / 0 }.join"].each do |program|
      without, within = both("-w", "-e", program)
      assert_equal ["", 1], without.values_at(0, 2)
      without, within = [without, within].map { |it| it.join.gsub(/0x\h+/, "") } # addresses of objects
      assert_equal without, within
    end
  end

  def test_an_agent_that_cannot_write_stays_silent
    program = "fork { GC.start }; Process.wait; Thread.new { GC.start }.join; sleep 0.15; puts :alive"
    ["/nowhere", "/dev/null", "x" * 5000, ""].each do |folder|
      environment = prepared.environment(folder, ENV.to_h)
      output, errors, status = Open3.capture3(environment, RbConfig.ruby, "-w", "-e", program)
      assert_equal ["alive\n", "", 0], [output, errors, status.exitstatus], folder[0, 20]
    end
  end

  def test_a_library_that_is_gone_or_none_leaves_the_app_alone
    Dir.mktmpdir do |folder|
      library = File.join(folder, RubyAgent::LIBRARY)
      File.write(library, "no library")
      site = File.join(Adapter::FOLDER, "agent", "site")
      # As in a process that was started without it: the loader itself would complain.
      program = "ENV['LD_PRELOAD'] = '#{library}'; require 'harness_agent'; puts :alive"
      environment = { "HARNESS_AGENT_DIR" => folder, "RUBYLIB" => site }
      output, errors, status = Open3.capture3(environment, RbConfig.ruby, "-w", "-e", program)
      assert_equal ["alive\n", "", 0], [output, errors, status.exitstatus]
    end
  end

  def test_other_programs_are_left_alone
    Dir.mktmpdir do |folder|
      output, errors, = Open3.capture3(prepared.environment(folder, {}), "sh", "-c", "echo alive")
      assert_equal ["alive\n", "", []], [output, errors, Dir.children(folder)]
    end
  end
end
