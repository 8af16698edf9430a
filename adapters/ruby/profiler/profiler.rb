# frozen_string_literal: true

require_relative "../sdk/environment"
require_relative "../sdk/profile_socket"

# The profiler of Ruby apps: stackprof, from within (docs/PROFILING.md).
class RubyProfiler
  INTERVAL_NANOSECONDS = 5_000_000
  HINT = "apt-get install --no-install-recommends ruby-stackprof; the app must keep RUBYOPT and RUBYLIB"

  # The socket, with what makes an app's processes connect to it.
  class Session < ProfileSocket
    def initialize
      super(interval: INTERVAL_NANOSECONDS, unit: "samples", hint: HINT)
    end

    def environment(inherited)
      added = { "RUBYLIB" => [File.join(__dir__, "site"), ":"], "RUBYOPT" => ["-rharness_profiler", " "] }
      { "HARNESS_PROFILER_SOCKET" => path, **Environment.before(inherited, added) }
    end
  end

  # Nothing is installed: without stackprof apps start all the same.
  def prepare(_progress)
    nil
  end

  # What samples one app.
  def session
    Session.new
  end
end
