# frozen_string_literal: true

# An adapter with a profiler, whose app forks its workers: with the profiler, without it, and without stackprof.

require_relative "../sdk/wire"
wire = Wire.claim_stdout
require "rbconfig"
require_relative "../profiler/profiler"
require_relative "../sdk/server"

Forking = Struct.new(:environment, :prefix) do
  def description = "forks"
  def deviations = []
  def prepare(_progress) = {}
  def launch = { command: [*prefix, RbConfig.ruby, "tests/forking_app.rb"], directory: ".", environment: environment }
end

FRAMEWORKS = {
  "forking" => Forking.new({}, []),
  "without" => Forking.new({}, %w[env -u RUBYOPT]),
  "unable" => Forking.new({ "RUBYLIB" => File.join(__dir__, "without_stackprof") }, [])
}.freeze

Server.new("test", "1", {}, FRAMEWORKS, wire, nil, RubyProfiler.new).run
