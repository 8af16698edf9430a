# frozen_string_literal: true

require "json"
require_relative "errors"

# The profile of an app: when it may begin and end, and what is answered (rules F1–F6).
# `session` is a profiler's, nil for an app that was not started for it.
class Profiling
  MAXIMUM_BYTES = 15 * (2**20) # of folded stacks as JSON; a line has at most 16 MiB (rule T1)

  # What `profile/stop` answers for weights by stack.
  def self.profile(stacks, samples:, lost: 0, notes: [], maximum_bytes: MAXIMUM_BYTES)
    lines = stacks.sort_by { |stack, weight| [-weight, stack] }.map { |stack, weight| "#{stack} #{weight}\n" }
    size = 0
    kept = lines.take_while { |line| (size += JSON.generate(line).bytesize) <= maximum_bytes }
    left = lines.size - kept.size
    rest = "the #{left} rarest of #{lines.size} stacks are left out: a message has at most 16 MiB"
    notes += [rest] if left.positive?
    { folded: kept.join, samples: samples, lost: lost, notes: notes }
  end

  def initialize(session)
    @session = session
    @samples = false
  end

  # What the app's environment needs beyond `inherited`.
  def environment(inherited)
    @session ? @session.environment(inherited) : {}
  end

  # Samples the tree below and including pid; what `profile/start` answers.
  def start(pid)
    check(@session, 'the app was not started with "profiler": true')
    check(!@samples, "the app is being profiled already")
    answer = @session.start(pid)
    @samples = true
    answer
  end

  # Samples no more; what `profile/stop` answers.
  def stop
    check(@samples, "the app is not being profiled")
    @samples = false
    @session.stop
  end

  # Ends the profiler with the app, from any thread.
  def close
    @session&.close
  end

  private

  def check(holds, otherwise)
    raise ProtocolError.new(ProtocolError::INVALID_PARAMS, otherwise) unless holds
  end
end
