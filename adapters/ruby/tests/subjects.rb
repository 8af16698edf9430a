# frozen_string_literal: true

# Ruby processes that run with the agent, for tests: `run` starts one, the functions are what it does.

require "json"
require "open3"
require "rbconfig"
require_relative "../sdk/agent_folder"
require_relative "pages"

module Subjects
  NO_PROGRESS = ->(*) {}

  # Before other programs, where that is allowed: what they take is time of which nobody knows who waited.
  URGENT = %w[chrt --rr 1].then { |it| system(*it, "true", err: File::NULL) ? it : [] }.freeze

  module_function

  # Runs a function of this file with the agent; returns what it printed, values, reasons and events.
  def run(*command, agent: RubyAgent.new, urgently: false)
    agent.prepare(NO_PROGRESS)
    folder = AgentFolder.make
    prefix = urgently ? URGENT : []
    program = [*prefix, RbConfig.ruby, __FILE__, *command.map(&:to_s)]
    output, status = Open3.capture2(agent.environment(folder, ENV.to_h), *program)
    raise "the subject ended with #{status}" unless status.success?

    [output.empty? ? nil : JSON.parse(output), *Pages.read(folder)]
  ensure
    AgentFolder.remove(folder)
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
  end

  def processor
    Process.clock_gettime(Process::CLOCK_THREAD_CPUTIME_ID, :nanosecond)
  end

  def run_queue
    File.read("/proc/thread-self/schedstat").split[1].to_i
  end

  def spin(until_ns)
    2000.times {} while now < until_ns
  end

  def doze(until_ns)
    sleep 0.001 while now < until_ns
  end

  # As many threads at work at once; prints the whole time, the sums of the threads' elapsed, processor and
  # run-queue time, and what their process's page says of the same window, all in nanoseconds.
  def load(work, count, seconds)
    path = "#{ENV.fetch("HARNESS_AGENT_DIR")}/gvl.#{Process.pid}"
    start = nil
    gates = Array.new(Integer(count)) { Queue.new }
    threads = gates.map { |gate| Thread.new { measured(gate, work, -> { start }, Float(seconds)) } }
    sleep 0.001 until gates.all? { |gate| gate.num_waiting == 1 }
    before = Pages::Page.new(path)
    start = now
    gates.each { |gate| gate << true }
    rows = threads.map(&:value)
    wall = now - start
    after = Pages::Page.new(path)
    reported = (0..2).map { |slot| after.total(slot) - before.total(slot) }
    print [wall, *rows.transpose.map(&:sum), *reported].to_json
  end

  # What one thread has used from the start on, when it slept without the GVL: from then on it is off the
  # processor to wait for the GVL or, if its work is that, to sleep.
  def measured(gate, work, start, seconds)
    queue = run_queue
    used = processor
    gate.pop
    public_send(work, start.call + (seconds * 1e9).to_i)
    [now - start.call, processor - used, run_queue - queue]
  end

  # Forces collections in forked children and here, and no others; prints how many there were in this process.
  def collect(count, children)
    GC.disable
    Integer(children).times do
      fork { Integer(count).times { GC.start } }
      Process.wait
    end
    Integer(count).times { GC.start }
    print [GC.count, GC.total_time, GC.stat(:minor_gc_count), GC.stat(:major_gc_count)].to_json
  end

  # Collects, and becomes another program with the same pid, which does so once.
  def replace(count)
    Integer(count).times { GC.start }
    GC.disable
    await_page
    exec(RbConfig.ruby, __FILE__, "again", GC.count.to_s)
  end

  # Waits until this process's page has all its collections, which it otherwise has when the process ends.
  def await_page
    return unless ENV["HARNESS_AGENT_DIR"]

    path = "#{ENV["HARNESS_AGENT_DIR"]}/gc.#{Process.pid}"
    sleep 0.01 while Pages::Page.new(path).total(0) < GC.count
  end

  def again(first)
    GC.start
    print [Integer(first), GC.count].to_json
  end

  # Allocates a known number of objects with the collector off.
  def allocate(count)
    GC.disable
    first = GC.stat(:total_allocated_objects)
    Integer(count).times { Object.new }
    print [first, GC.stat(:total_allocated_objects)].to_json
  end

  # Ends as a daemon does: in a child that has given up its parent and its terminal.
  def daemon(count)
    GC.disable
    await_page
    Process.daemon(true, true)
    first = GC.count
    Integer(count).times { GC.start }
    print first.to_json
  end
end

Subjects.public_send(*ARGV) if $PROGRAM_NAME == __FILE__
