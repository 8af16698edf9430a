# frozen_string_literal: true

# A counter page of a running or ended process, as its reader sees it (docs/AGENTS.md).
# It reads the file, of which the kernel copies aligned words whole; a mapping would need more than Ruby has.
class CounterPage
  MAGIC = "HRNSPAGE"
  VERSION = 1
  READINGS = 24 # in bytes, as all that follows
  EVENTS_WRITTEN = 32
  UNAVAILABLE = 48
  TOTALS = 128
  EVENTS = 384
  EVENT_BYTES = 24
  EVENT_KINDS = { 1 => "gc", 2 => "gil_wait", 3 => "stall", 4 => "gvl_wait" }.freeze

  attr_reader :pid

  # The page in a file; raises ArgumentError while it is not complete, or when it is none.
  def initialize(path)
    @file = File.open(path, "r+b")
    head = @file.size < EVENTS ? "" : @file.pread(UNAVAILABLE, 0)
    raise ArgumentError, "#{path} is no counter page, or not complete yet" unless head.start_with?(MAGIC)

    version, @pid = head.unpack("@8L2")
    @slots = head.unpack1("@40Q")
    @read = 0
    return if version == VERSION

    raise ArgumentError, "#{path} has version #{version} of the counter page, not #{VERSION}"
  rescue ArgumentError
    close
    raise
  end

  # Why there is nothing to count in this process, or "".
  def unavailable
    @file.pread(TOTALS - UNAVAILABLE, UNAVAILABLE).unpack1("Z*").force_encoding(Encoding::UTF_8).scrub
  end

  # A cumulative total, or a gauge.
  def total(slot)
    word(TOTALS + (8 * slot))
  end

  # The greatest value since the last reading, 0 if there was none.
  def maximum(slot)
    total(slot + 1) == word(READINGS) ? total(slot) : 0
  end

  # The events since the last call, oldest first; those the ring no longer has are lost.
  def events
    written = word(EVENTS_WRITTEN)
    numbers = ([@read, written - @slots].max...written)
    found = numbers.map { |number| [number, event(number)] }
    @read = written
    overwritten = word(EVENTS_WRITTEN) - @slots # meanwhile, or just being so
    found.filter_map { |number, event| event if number > overwritten }
  end

  # Begins the next period of maxima.
  def end_reading
    @file.pwrite([word(READINGS) + 1].pack("Q"), READINGS)
  end

  def close
    @file.close
  end

  private

  def word(offset)
    @file.pread(8, offset).unpack1("Q")
  end

  def event(number)
    time, duration, kind = @file.pread(EVENT_BYTES, EVENTS + (number % @slots * EVENT_BYTES)).unpack("Q3")
    kind = EVENT_KINDS.fetch(kind, kind.to_s)
    { kind: kind, timeNanoseconds: time, durationNanoseconds: duration, pid: pid }
  end
end
