# frozen_string_literal: true

require "etc"

# A process tree and what it has used so far, from /proc.
module ProcessTree
  TICK_NANOSECONDS = 1_000_000_000 / Etc.sysconf(Etc::SC_CLK_TCK)

  DESCRIPTORS = [
    ["cpu.user", "ns", "counter", "processor time in user mode, in ticks of the kernel's clock"],
    ["cpu.system", "ns", "counter", "processor time in the kernel, in ticks of the kernel's clock"],
    ["cpu.total", "ns", "counter", "processor time as the scheduler counts it"],
    ["process.run_queue_delay", "ns", "counter", "time threads were ready but had no processor"],
    ["disk.read", "bytes", "counter", "bytes the kernel fetched from storage"],
    ["disk.written", "bytes", "counter", "bytes that were to be written to storage"],
    ["network.received", "bytes", "counter", "bytes received from the network"],
    ["network.sent", "bytes", "counter", "bytes sent to the network"],
    ["memory.rss", "bytes", "gauge", "resident memory"],
    ["memory.pss", "bytes", "gauge", "resident memory; what processes share is divided among them"],
    ["memory.rss.peak", "bytes", "gauge", "the most resident memory that each process ever had, summed"],
    ["threads", "count", "gauge", "threads"],
    ["context_switches.voluntary", "count", "counter", "waits that gave the processor away"],
    ["context_switches.involuntary", "count", "counter", "times the scheduler took the processor away"]
  ].map do |name, unit, kind, description|
    { name: name, unit: unit, kind: kind, better: "lower", description: description }
  end.freeze

  # Metrics that no app has, and why.
  UNAVAILABLE = %w[network.received network.sent].to_h do |name|
    [name, "the kernel counts network bytes per namespace, not per process; " \
           "the load engine's own counts are in the trial"]
  end.freeze

  module_function

  # The living processes of the tree below and including root, parents before children.
  def pids(root)
    found = []
    waiting = [root]
    while (pid = waiting.shift)
      next unless alive?(pid)

      found << pid
      children = threads(pid).flat_map { |thread| read_file("/proc/#{pid}/task/#{thread}/children").split }
      waiting.concat(children.map(&:to_i))
    end
    found
  end

  # The living processes of a process group, also those whose parents have ended.
  def group(id)
    all = Dir.children("/proc").grep(/\A\d+\z/).map(&:to_i)
    all.select { |pid| stat(pid)[2].to_i == id && alive?(pid) }
  end

  def signal(name, pid)
    Process.kill(name, pid)
  rescue Errno::ESRCH
    nil
  end

  # Kills what the block finds until there is nothing left: processes live on for a while after SIGKILL.
  def kill
    until (left = yield).empty?
      left.each { |pid| signal("KILL", pid) }
      sleep 0.001
    end
  end

  # Whether the process exists and is no zombie.
  def alive?(pid)
    state = stat(pid).first
    !state.nil? && !%w[Z X].include?(state)
  end

  # The tree as `app/start` reports it.
  def describe(root)
    pids(root).map do |pid|
      command = read_file("/proc/#{pid}/cmdline").tr("\0", " ").strip[0, 200]
      { pid: pid, parent: stat(pid)[1].to_i, command: command }
    end
  end

  # The fields of /proc/<pid>/stat after the command: state, parent, … (proc(5) numbers them from 3).
  def stat(pid)
    text = read_file("/proc/#{pid}/stat")
    text.empty? ? [] : text[(text.rindex(")") + 2)..].split
  end

  def threads(pid)
    Dir.children("/proc/#{pid}/task")
  rescue SystemCallError
    []
  end

  def read_file(path)
    File.read(path).scrub
  rescue SystemCallError
    "" # the process has ended
  end

  # The numbers of a file with lines like `name: number`, kB as bytes; {} when it cannot be read.
  def fields(path)
    read_file(path).scan(/^(\w+):\s*(\d+)( kB)?$/).to_h do |name, number, kilobytes|
      [name, number.to_i * (kilobytes ? 1024 : 1)]
    end
  end

  # What an app's process tree has used; what has ended keeps its last figures.
  class Usage
    NOT_SHOWN = "/proc does not show it for every process of the app"

    def initialize(root)
      @root = root
      @counted = {} # [pid, thread, or nil for the whole process] → counters
      @seen = []
    end

    # The pids of the tree, its metrics by name, why there are not the others,
    # and the pids of earlier answers that have ended.
    def read
      tree = ProcessTree.pids(@root)
      tree.each { |pid| count(pid) }
      @seen |= tree
      values = DESCRIPTORS.to_h { |descriptor| [descriptor[:name], 0] }
      unavailable = UNAVAILABLE.dup
      [*@counted.values, *tree.map { |pid| gauges(pid) }].each do |told|
        unavailable.update(told.select { |_, value| value.nil? }.transform_values { NOT_SHOWN })
        values.update(told.compact) { |_, sum, value| sum + value }
      end
      [tree, values.except(*unavailable.keys), unavailable, (@seen - tree).sort]
    end

    private

    def count(pid)
      stat = ProcessTree.stat(pid)
      user, system = stat.values_at(11, 12).map { |ticks| ticks.to_i * TICK_NANOSECONDS }
      @counted[[pid, nil]] = { "cpu.user" => user, "cpu.system" => system } unless stat.empty?
      ProcessTree.threads(pid).each do |thread|
        counters = thread_counters("/proc/#{pid}/task/#{thread}")
        @counted[[pid, thread]] = counters if counters
      end
    end

    # A thread's counters, nil for those that are not shown; nil when it has just ended.
    def thread_counters(folder)
      io = ProcessTree.fields("#{folder}/io") # first: where the others can be read, the thread was there
      cpu, delay = ProcessTree.read_file("#{folder}/schedstat").split.map(&:to_i)
      status = ProcessTree.fields("#{folder}/status")
      return unless delay && status["nonvoluntary_ctxt_switches"]

      {
        "cpu.total" => cpu, "process.run_queue_delay" => delay,
        "context_switches.voluntary" => status["voluntary_ctxt_switches"],
        "context_switches.involuntary" => status["nonvoluntary_ctxt_switches"],
        "disk.read" => io["read_bytes"], "disk.written" => io["write_bytes"]
      }
    end

    # A process's gauges, nil for those that are not shown; {} when it has ended.
    def gauges(pid)
      shared = ProcessTree.fields("/proc/#{pid}/smaps_rollup")
      status = ProcessTree.fields("/proc/#{pid}/status")
      return {} unless status["VmRSS"]

      {
        "memory.rss" => status["VmRSS"], "memory.pss" => shared["Pss"], "memory.rss.peak" => status["VmHWM"],
        "threads" => status["Threads"]
      }
    end
  end
end
