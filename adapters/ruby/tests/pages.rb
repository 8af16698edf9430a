# frozen_string_literal: true

require_relative "../agent/agent"

# What agents have written, byte by byte as docs/AGENTS.md says; that the host reads it so is proved where the host is.
module Pages
  EVENT_KINDS = { 4 => "gvl_wait" }.freeze

  # A page that nobody else reads meanwhile.
  class Page
    attr_reader :pid, :reason

    def initialize(path)
      @bytes = File.binread(path)
      magic, version, @pid = @bytes.unpack("a8L2")
      raise ArgumentError, "#{path} is no page" unless [magic, version] == ["HRNSPAGE", 1]

      @reason = @bytes[48...128].unpack1("Z*").force_encoding(Encoding::UTF_8)
    end

    def total(slot)
      @bytes.unpack1("@#{128 + (8 * slot)}Q")
    end

    # Those that the ring has, the oldest first.
    def events
      written, slots = @bytes.unpack("@32Q2")
      ([0, written - slots].max...written).map do |number|
        time, duration, kind = @bytes.unpack("@#{384 + (24 * (number % slots))}Q3")
        { kind: EVENT_KINDS[kind], timeNanoseconds: time, durationNanoseconds: duration, pid: pid }
      end
    end
  end

  module_function

  # Values by metric of all processes together since their start, the reasons of those that cannot tell, and the events.
  def read(folder)
    values = {}
    reasons = {}
    paths = Dir.children(folder).grep(/\.\d+\z/).map { |name| File.join(folder, name) }
    # The magic comes last.
    made = paths.select { |path| File.binread(path, 8).to_s.delete("\0") != "" }
    found = made.map { |path| [File.basename(path).split(".")[0], Page.new(path)] }
    RubyAgent::METRICS.each do |metric|
      pages = found.filter_map { |kind, page| page if kind == metric["page"]["kind"] }
      totals = pages.map { |page| page.total(metric["page"]["slot"]) }
      reason = pages.map(&:reason).find { |it| !it.empty? }
      reasons[metric["name"]] = reason if reason
      next if reason || pages.empty?

      values[metric["name"]] = metric["aggregation"] == "maximum" ? totals.max : totals.sum
    end
    [values, reasons, found.flat_map { |_, page| page.events }]
  end
end
