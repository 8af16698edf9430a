# frozen_string_literal: true

require "etc"

# A process tree and what it has used so far, from /proc.
module ProcessTree
  TICK_NANOSECONDS = 1_000_000_000 / Etc.sysconf(Etc::SC_CLK_TCK)
  PAGE_BYTES = Etc.sysconf(Etc::SC_PAGESIZE)

  DESCRIPTORS = [
    ["cpu.user", "ns", "counter", "processor time in user mode, in ticks of the kernel's clock"],
    ["cpu.system", "ns", "counter", "processor time in the kernel, in ticks of the kernel's clock"],
    ["cpu.total", "ns", "counter", "processor time as the scheduler counts it"],
    ["process.run_queue_delay", "ns", "counter", "time threads were ready but had no processor"],
    ["memory.rss", "bytes", "gauge", "resident memory"],
    ["threads", "count", "gauge", "threads"],
    ["context_switches.voluntary", "count", "counter", "waits that gave the processor away"],
    ["context_switches.involuntary", "count", "counter", "times the scheduler took the processor away"]
  ].map do |name, unit, kind, description|
    { name: name, unit: unit, kind: kind, better: "lower", description: description }
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

  # What an app's process tree has used; what has ended keeps its last figures.
  class Usage
    def initialize(root)
      @root = root
      @counted = {} # [pid, thread, or nil for the whole process] → counters
      @seen = []
    end

    # The pids of the tree, its metrics by name, and the pids of earlier answers that have ended.
    def read
      tree = ProcessTree.pids(@root)
      gauges = { "memory.rss" => 0, "threads" => 0 }
      tree.each { |pid| add(pid, gauges) }
      @seen |= tree
      values = DESCRIPTORS.to_h { |descriptor| [descriptor[:name], 0] }
      @counted.each_value { |counters| values.update(counters) { |_, sum, value| sum + value } }
      [tree, values.merge(gauges), (@seen - tree).sort]
    end

    private

    def add(pid, gauges)
      fields = ProcessTree.stat(pid)
      unless fields.empty?
        gauges["memory.rss"] += fields[21].to_i * PAGE_BYTES
        user, system = fields.values_at(11, 12).map { |ticks| ticks.to_i * TICK_NANOSECONDS }
        @counted[[pid, nil]] = { "cpu.user" => user, "cpu.system" => system }
      end
      ProcessTree.threads(pid).each do |thread|
        gauges["threads"] += 1
        counters = thread_counters("/proc/#{pid}/task/#{thread}")
        @counted[[pid, thread]] = counters if counters
      end
    end

    # A thread's counters; nil when it has just ended.
    def thread_counters(folder)
      cpu, delay = ProcessTree.read_file("#{folder}/schedstat").split.map(&:to_i)
      status = ProcessTree.read_file("#{folder}/status")
      switches = %w[voluntary nonvoluntary].map { |kind| status[/^#{kind}_ctxt_switches:\s*(\d+)/, 1]&.to_i }
      return unless delay && switches.all?

      {
        "cpu.total" => cpu, "process.run_queue_delay" => delay,
        "context_switches.voluntary" => switches[0], "context_switches.involuntary" => switches[1]
      }
    end
  end
end
