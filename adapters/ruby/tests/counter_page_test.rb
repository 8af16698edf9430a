# frozen_string_literal: true

require "minitest/autorun"
require "tmpdir"
require_relative "../sdk/agent_folder"

# The bytes of counter pages, as docs/AGENTS.md says.
module PageBytes
  SLOTS = 8

  # A page; `events` are all that were ever written: [time, duration, kind].
  def page(pid, totals = [], readings: 0, events: [], reason: "", version: 1)
    head = ["HRNSPAGE", version, pid, 1, readings, events.size, SLOTS, reason].pack("a8L2Q4a80")
    ring = Array.new(SLOTS) { [0, 0, 0] }
    events.each_with_index { |event, number| ring[number % SLOTS] = event }
    head + [*totals, *[0] * (32 - totals.size), *ring.flatten].pack("Q*")
  end
end

class CounterPageTest < Minitest::Test
  include PageBytes

  def setup
    @place = Dir.mktmpdir
    @path = File.join(@place, "test.4711")
  end

  def teardown
    FileUtils.rm_rf(@place)
  end

  # Writes the page anew, into the file that readers have open.
  def write(*arguments, **named)
    File.binwrite(@path, page(4711, *arguments, **named), 0)
  end

  def times(events)
    events.map { |event| event[:timeNanoseconds] }
  end

  def test_totals_are_read_as_they_grow
    write([(2**63) + 1, 7])
    reader = CounterPage.new(@path)
    assert_equal [4711, (2**63) + 1, 7, 0], [reader.pid, *[0, 1, 31].map { |slot| reader.total(slot) }]
    write([(2**63) + 2, 8])
    assert_equal [(2**63) + 2, 8], [reader.total(0), reader.total(1)]
  end

  def test_a_maximum_holds_until_the_next_reading
    write([0, 0, 900, 0])
    reader = CounterPage.new(@path)
    assert_equal 900, reader.maximum(2)
    reader.end_reading
    assert_equal 0, reader.maximum(2)
    write([0, 0, 30, 1], readings: 1)
    assert_equal 30, reader.maximum(2)
  end

  def test_events_are_told_once_and_in_order
    events = Array.new(100) { |time| [time, 1_000_000 + time, 1 + (time % 4)] }
    write
    reader = CounterPage.new(@path)
    seen = [0, 3, 3, 7, 12].flat_map do |count|
      write(events: events.first(count))
      times(reader.events)
    end
    assert_equal (0..11).to_a, seen
    write(events: events)
    last = reader.events
    # One of the ring's places is the one that may just be written.
    assert_equal ((100 - SLOTS + 1)..99).to_a, times(last)
    kinds = (93..99).map { |time| %w[gc gil_wait stall gvl_wait][time % 4] }
    assert_equal kinds, last.map { |event| event[:kind] }
    assert_equal [4711], last.map { |event| event[:pid] }.uniq
  end

  def test_events_that_are_overwritten_during_the_reading_are_left_out
    events = Array.new(20) { |time| [time, 1_000_000, 1] }
    write(events: events.first(7))
    reader = CounterPage.new(@path)
    test = self
    reader.define_singleton_method(:event) do |number|
      test.write(events: events.first(10)) if number == 6
      super(number)
    end
    assert_equal [3, 4, 5, 6], times(reader.events)
    assert_equal [7, 8, 9], times(reader.events)
  end

  def test_what_is_no_complete_page_of_this_version_is_refused
    ["", "\0" * 4096, page(1, version: 2), "HRNSPAG\0".b + page(1)[8..], page(1)[0, 60]].each do |bytes|
      File.binwrite(@path, bytes)
      assert_raises(ArgumentError) { CounterPage.new(@path) }
    end
  end
end

class AgentFolderTest < Minitest::Test
  include PageBytes

  Agent = Struct.new(:metrics, :missing)

  def setup
    metrics = [
      Metric.new("runtime.work", "ns", "work", "work", 0, :total),
      Metric.new("runtime.longest", "ns", "longest work", "work", 1, :maximum),
      Metric.new("runtime.size", "bytes", "size", "work", 3, :gauge),
      Metric.new("runtime.other", "count", "others", "other", 0, :total)
    ]
    @agent = Agent.new(metrics, {})
    @folder = AgentFolder.new(@agent)
  end

  def teardown
    @folder.remove
  end

  def write(name, *arguments, **named)
    File.binwrite(File.join(@folder.path, name), page(Integer(name.split(".")[1]), *arguments, **named))
  end

  def test_pages_of_all_processes_are_one_answer_and_gauges_are_those_of_the_living
    write("work.1", [10, 5, 0, 1000], events: [[30, 2_000_000, 1]])
    write("work.2", [20, 9, 0, 500], events: [[20, 3_000_000, 1]])
    values, unavailable, events = @folder.read([1, 2])
    assert_equal({ "runtime.work" => 30, "runtime.longest" => 9, "runtime.size" => 1500 }, values)
    assert_equal ["runtime.other"], unavailable.keys
    assert_equal [[20, 2], [30, 1]], events.map { |event| event.values_at(:timeNanoseconds, :pid) }
    write("work.3", [100, 7, 1, 30])
    values, _, events = @folder.read([2, 3])
    assert_equal({ "runtime.work" => 130, "runtime.longest" => 0, "runtime.size" => 530 }, values)
    assert_empty events
  end

  def test_one_process_that_cannot_tell_makes_its_metrics_unavailable
    write("work.1", [10])
    write("work.2", reason: "außer Betrieb")
    write("other.2", [3])
    values, unavailable, = @folder.read([1, 2])
    assert_equal({ "runtime.other" => 3 }, values)
    assert_equal ["außer Betrieb"], unavailable.values.uniq
  end

  def test_a_kind_that_could_not_be_built_is_told_with_its_reason
    @agent.missing["other"] = "there is no compiler"
    write("work.1", [10])
    assert_equal({ "runtime.other" => "there is no compiler" }, @folder.read([1])[1])
  end

  def test_a_page_that_is_just_being_made_is_left_for_the_next_read
    write("work.1", [10])
    path = File.join(@folder.path, "work.2")
    File.binwrite(path, "")
    assert_equal 10, @folder.read([])[0]["runtime.work"]
    File.binwrite(path, page(2, [5]))
    assert_equal 15, @folder.read([])[0]["runtime.work"]
  end

  def test_a_folder_that_is_gone_is_no_error
    write("work.1", [10])
    @folder.read([])
    @folder.remove
    refute_path_exists @folder.path
    assert_empty @folder.read([])[0]
  end
end
