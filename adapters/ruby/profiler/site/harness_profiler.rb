# frozen_string_literal: true

require "json"
require "socket"

# Connects a process of a Ruby app to harness's adapter, and samples it when the adapter says so
# (docs/AGENTS.md). RUBYOPT requires it before the app, from a folder of RUBYLIB's.
# Whatever fails in here ends in no profile: the app must not notice.
module HarnessProfiler
  # A forked process has the one thread that has forked, and its parent's connection.
  module Forks
    def _fork
      super.tap { |pid| HarnessProfiler.connect if pid.zero? }
    end

    def daemon(...)
      super.tap { HarnessProfiler.connect }
    end
  end

  class << self
    def connect
      return if @pid == Process.pid # a Ruby whose daemon forks through _fork tells twice

      @pid = Process.pid
      @socket&.close
      @socket = UNIXSocket.new(ENV.fetch("HARNESS_PROFILER_SOCKET"))
      @socket.puts(JSON.generate({ hello: { pid: @pid } }))
      Thread.new { serve(@socket) }.thread_variable_set(:fork_safe, true) # puma would warn of it
    rescue StandardError
      nil
    end

    private

    def serve(socket)
      Thread.current.report_on_exception = false
      while (line = socket.gets)
        socket.puts(JSON.generate(answer(JSON.parse(line))))
      end
    end

    def answer(question)
      question["do"] == "start" ? start(question["intervalNanoseconds"] / 1000) : stop
    rescue StandardError, LoadError => e
      { problem: e.message }
    end

    def start(interval_microseconds)
      require "stackprof"
      StackProf.results # a forked process has inherited its parent's
      begun = StackProf.start(mode: :cpu, interval: interval_microseconds, raw: true)
      raise "the app itself uses stackprof" unless begun

      { profiler: "stackprof #{StackProf::VERSION}" }
    end

    def stop
      StackProf.stop
      results = StackProf.results
      stacks = fold(results.fetch(:raw, []), results[:frames].transform_values { |it| frame(it) })
      { stacks: stacks, samples: stacks.values.sum, lost: results[:missed_samples] }
    end

    # Samples by stack, the outermost frame first: `raw` repeats a length, so many frames and a count.
    def fold(raw, frames)
      stacks = Hash.new(0)
      place = 0
      while place < raw.size
        length = raw[place]
        stack = raw[place + 1, length].map { |id| frames[id] }.join(";")
        stacks[stack] += raw[place + 1 + length]
        place += length + 2
      end
      stacks
    end

    # Its name and its file with the folder that has it.
    def frame(described)
      name, file = described.values_at(:name, :file)
      name += " (#{file.split("/").last(2).join("/")})" if file.to_s.include?("/")
      name.tr(";\r\n", ",")
    end
  end
end

$LOAD_PATH.delete(__dir__)
if ENV["HARNESS_PROFILER_SOCKET"]
  HarnessProfiler.connect
  Process.singleton_class.prepend(HarnessProfiler::Forks)
end
