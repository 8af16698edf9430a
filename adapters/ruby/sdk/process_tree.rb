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

  # The pids of the tree, and its metrics by name.
  def read(root)
    tree = pids(root)
    values = DESCRIPTORS.to_h { |descriptor| [descriptor[:name], 0] }
    tree.each do |pid|
      fields = stat(pid)
      values["cpu.user"] += fields[11].to_i * TICK_NANOSECONDS
      values["cpu.system"] += fields[12].to_i * TICK_NANOSECONDS
      values["memory.rss"] += fields[21].to_i * PAGE_BYTES
      threads(pid).each { |thread| add_thread(values, "/proc/#{pid}/task/#{thread}") }
    end
    [tree, values]
  end

  def add_thread(values, folder)
    values["threads"] += 1
    values["cpu.total"] += read_file("#{folder}/schedstat").to_i
    status = read_file("#{folder}/status")
    values["context_switches.voluntary"] += status[/^voluntary_ctxt_switches:\s*(\d+)/, 1].to_i
    values["context_switches.involuntary"] += status[/^nonvoluntary_ctxt_switches:\s*(\d+)/, 1].to_i
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
end
