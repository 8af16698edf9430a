# frozen_string_literal: true

# The Ruby adapter of harness: starts Ruby web frameworks and reads their processes' metrics.
#
# A framework is a folder in apps/ and a line in FRAMEWORKS; the first one is the default.

require_relative "sdk/wire"

interpreter = ENV.delete("HARNESS_RUBY")
exec(interpreter, $PROGRAM_NAME, *ARGV) if interpreter

wire = Wire.claim_stdout

require "rbconfig"
require_relative "agent/agent"
require_relative "profiler/profiler"
require_relative "sdk/framework"
require_relative "sdk/server"

FRAMEWORKS = RackFramework.declared_in(%w[
  sinatra
  rack
  grape
  rails
])

runtime = { name: RUBY_ENGINE == "ruby" ? "CRuby" : RUBY_ENGINE, version: RUBY_VERSION, path: RbConfig.ruby }
Server.new("ruby", "1", runtime, FRAMEWORKS, wire, RubyAgent.new, RubyProfiler.new).run
