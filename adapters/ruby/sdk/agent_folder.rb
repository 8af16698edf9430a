# frozen_string_literal: true

require "fileutils"
require "tmpdir"

# Folders in which an app's processes keep their counter pages (docs/AGENTS.md).
module AgentFolder
  PREFIX = "harness-agent-"

  module_function

  # In memory, where a page never becomes a write to a disk.
  def place
    File.writable?("/dev/shm") && File.executable?("/dev/shm") ? "/dev/shm" : Dir.tmpdir
  end

  # A new folder of an app; what adapters that were killed have left is removed: folders whose owner is gone.
  def make
    Dir.glob("#{PREFIX}*", base: place).each do |name|
      owner = name[/\A#{PREFIX}(\d+)-/, 1]
      remove(File.join(place, name)) if owner && !File.exist?("/proc/#{owner}")
    end
    Dir.mktmpdir("#{PREFIX}#{Process.pid}-", place)
  end

  # After the app's last process has ended.
  def remove(folder)
    FileUtils.rm_rf(folder)
  end
end
