# frozen_string_literal: true

require "fileutils"
require "tmpdir"
require_relative "counter_page"

# A metric of an agent, and where it is: kind of page and slot. `adds_up` says how: a :total over all
# processes there ever were, a :gauge over those that live, a :maximum is the greatest.
Metric = Struct.new(:name, :unit, :description, :page, :slot, :adds_up) do
  # As `initialize` reports it.
  def descriptor
    kind = adds_up == :total ? "counter" : "gauge"
    place = { kind: page, slot: slot } unless adds_up == :maximum
    { name: name, unit: unit, kind: kind, better: "lower", description: description, page: place }.compact
  end

  # Its value in pages, of which those of `living` processes have one that is current.
  def value(pages, living)
    return pages.map { |page| page.maximum(slot) }.max if adds_up == :maximum

    pages = pages.select { |page| living.include?(page.pid) } if adds_up == :gauge
    pages.sum { |page| page.total(slot) }
  end
end

# The folder in which an app's processes keep their counter pages (docs/AGENTS.md): made before it starts,
# removed after its last process has ended.
class AgentFolder
  PREFIX = "harness-agent-"

  attr_reader :path

  # In memory, where a page never becomes a write to a disk.
  def self.place
    File.writable?("/dev/shm") && File.executable?("/dev/shm") ? "/dev/shm" : Dir.tmpdir
  end

  # Removes what adapters that were killed have left: folders whose owner is gone.
  def self.sweep(place)
    Dir.glob("#{PREFIX}*", base: place).each do |name|
      owner = name[/\A#{PREFIX}(\d+)-/, 1]
      FileUtils.rm_rf(File.join(place, name)) if owner && !File.exist?("/proc/#{owner}")
    end
  end

  # A new folder of an app; those of adapters that were killed are removed.
  def self.make
    sweep(place)
    Dir.mktmpdir("#{PREFIX}#{Process.pid}-", place)
  end

  def initialize(agent)
    @agent = agent
    @path = AgentFolder.make
    @pages = {}
    @lock = Mutex.new # an app may end, and its folder go, during a read
  end

  # What the app's environment needs beyond `inherited`.
  def environment(inherited)
    @agent.environment(path, inherited)
  end

  # The agent's values, the reasons for those there are not, and the events since the last read.
  # Pages of processes that have ended count as well: their totals are part of the app's.
  def read(living)
    @lock.synchronize do
      open_new_pages
      values = {}
      unavailable = {}
      @agent.metrics.each do |metric|
        pages = @pages.filter_map { |(kind, _), page| page if kind == metric.page }
        reason = reason(metric.page, pages)
        reason ? unavailable[metric.name] = reason : values[metric.name] = metric.value(pages, living)
      end
      events = @pages.each_value.flat_map(&:events)
      @pages.each_value(&:end_reading)
      [values, unavailable, events.sort_by { |event| event[:timeNanoseconds] }]
    end
  end

  # Ends reading; no process of the app is left.
  def remove
    @lock.synchronize do
      @pages.each_value(&:close)
      @pages.clear
      FileUtils.rm_rf(path)
    end
  end

  private

  def open_new_pages
    Dir.glob("*.*", base: path).each do |name|
      key = name.split(".", 2)
      @pages[key] ||= CounterPage.new(File.join(path, name))
    rescue SystemCallError, ArgumentError
      next # its process is just making it: the next read has it
    end
  end

  def reason(kind, pages)
    return @agent.missing[kind] if @agent.missing.key?(kind)
    if pages.empty?
      return "no process of the app has loaded the agent (#{kind}); is its runtime one that it knows?"
    end

    pages.map(&:unavailable).find { |reason| !reason.empty? }
  end
end
