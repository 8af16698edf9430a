# frozen_string_literal: true

# The Ruby adapter of harness: starts Ruby web frameworks and reads their processes' metrics.
#
# A framework is a folder in apps/ and a line in FRAMEWORKS, a line more on another server; the first one is the default.

require_relative "sdk/wire"

interpreter = ENV.delete("HARNESS_RUBY")
exec(interpreter, $PROGRAM_NAME, *ARGV) if interpreter

wire = Wire.claim_stdout

require "rbconfig"
require_relative "agent/agent"
%w[grape rack rails sinatra].each { |name| require_relative "apps/#{name}/framework" }
require_relative "apps/servers/servers"
require_relative "profiler/profiler"
require_relative "sdk/server"

FRAMEWORKS = {
  "sinatra" => SINATRA.on(PUMA),
  "sinatra@unicorn" => SINATRA.on(UNICORN),
  "rack" => RACK.on(PUMA),
  "rack@unicorn" => RACK.on(UNICORN),
  "grape" => GRAPE.on(PUMA),
  "rails" => RAILS.on(PUMA) # on unicorn Rails 6.1 would not see bodies without a length
}.freeze

runtime = { name: RUBY_ENGINE == "ruby" ? "CRuby" : RUBY_ENGINE, version: RUBY_VERSION, path: RbConfig.ruby }
Server.new("ruby", "1", runtime, FRAMEWORKS, wire, RubyAgent.new, RubyProfiler.new).run
