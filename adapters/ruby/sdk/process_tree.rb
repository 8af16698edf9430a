# frozen_string_literal: true

# The processes of an app, from /proc, so that none of them is left.
module ProcessTree
  module_function

  # Whether the process exists and is no zombie.
  def alive?(pid)
    ![nil, "Z", "X"].include?(stat(pid).first)
  end

  # The living processes of the tree below and including root, parents before children.
  def pids(root)
    found = []
    waiting = [root]
    while (pid = waiting.shift)
      next unless alive?(pid)

      found << pid
      threads = names("/proc/#{pid}/task")
      waiting.concat(threads.flat_map { |it| read("/proc/#{pid}/task/#{it}/children").split.map(&:to_i) })
    end
    found
  end

  # The living processes of a process group, also those whose parents have ended.
  def group(id)
    all = names("/proc").grep(/\A\d+\z/).map(&:to_i)
    all.select { |pid| stat(pid)[2].to_i == id && alive?(pid) }
  end

  # To a process, or to the group -pid; one that is gone is no error.
  def signal(name, pid)
    Process.kill(name, pid)
  rescue Errno::ESRCH
    nil
  end

  # Kills what the block finds until there is nothing left: a process lives on for a while after its SIGKILL.
  def kill
    until (left = yield).empty?
      left.each { |pid| signal("KILL", pid) }
      sleep 0.001
    end
  end

  # The fields of /proc/<pid>/stat after the command: state, parent, group, … (proc(5)); [] when it is gone.
  def stat(pid)
    text = read("/proc/#{pid}/stat")
    text.empty? ? [] : text[(text.rindex(")") + 2)..].split
  end

  def read(path)
    File.read(path).scrub
  rescue SystemCallError
    "" # the process has ended
  end

  def names(folder)
    Dir.children(folder)
  rescue SystemCallError
    []
  end
end
