# frozen_string_literal: true

# Counts in a counter page what CRuby's collector has done, and shows the library that LD_PRELOAD has loaded
# which lock is the GVL (docs/AGENTS.md). RUBYOPT requires it before the app, from a folder of RUBYLIB's.
module HarnessAgent
  INTERVAL_SECONDS = 0.1
  LIBRARY = "harness_native.so"
  UNTIMED = "Ruby #{RUBY_VERSION} does not tell the time of collections; 3.1 does"

  # Slots of the page, and what the runtime says for them; they begin with 0 in each process.
  COUNTERS = {
    0 => -> { GC.count },
    1 => -> { GC.total_time },
    4 => -> { GC.stat(:minor_gc_count) },
    5 => -> { GC.stat(:major_gc_count) },
    10 => -> { GC.stat(:total_allocated_objects) }
  }.freeze

  # The same for what is as much as it is now.
  GAUGES = {
    7 => -> { GC.stat(:heap_allocated_pages) },
    8 => -> { GC.stat(:heap_live_slots) },
    9 => -> { GC.stat(:old_objects) }
  }.freeze

  # What a new process needs: forking leaves it with the one thread that has forked.
  module Forks
    def _fork
      super.tap { |pid| HarnessAgent.count_here(inherited: true) if pid.zero? }
    end

    def daemon(...)
      super.tap { HarnessAgent.count_here(inherited: true) }
    end
  end

  class << self
    # Counts from now on, in this process and in those it forks. Whatever fails ends in fewer counts.
    def start
      library = ENV.fetch("LD_PRELOAD", "").split(/[ :]/).find { |path| File.basename(path) == LIBRARY }
      return unless library

      require library
      learn_gvl
      return open_page(UNTIMED) unless GC.respond_to?(:total_time)

      count_here(inherited: false)
      Process.singleton_class.prepend(Forks)
      at_exit { finish }
    rescue StandardError, LoadError
      nil
    end

    # Makes this process's page and keeps it up to date; what a parent has counted is not counted again.
    def count_here(inherited:)
      return if @pid == Process.pid # a Ruby whose daemon forks through _fork tells twice

      @pid = Process.pid
      open_page("")
      @base = COUNTERS.to_h { |slot, count| [slot, total(slot) - (inherited ? count.call : 0)] }
      write
      @sampler = Thread.new { sample }
      Thread.pass until @sampler.stop? # it sleeps, and its waits are known for its own
      @sampler.thread_variable_set(:fork_safe, true) # puma would warn of it
    rescue StandardError
      nil
    end

    private

    def write
      COUNTERS.each { |slot, count| store(slot, @base[slot] + count.call) }
      GAUGES.each { |slot, value| store(slot, value.call) }
    end

    def sample
      Thread.current.report_on_exception = false
      leave_this_thread_out
      loop do
        sleep INTERVAL_SECONDS
        write
      end
    end

    # The app's last collections; one thread writes at a time.
    def finish
      return unless @pid == Process.pid # a child of which Ruby knows nothing writes nothing

      @sampler.kill.join
      write
    rescue StandardError
      nil
    end
  end
end

$LOAD_PATH.delete(__dir__)
HarnessAgent.start if ENV["HARNESS_AGENT_DIR"]
