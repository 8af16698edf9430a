# frozen_string_literal: true

# An adapter of one framework, whose app forks its workers.

require_relative "../sdk/wire"
wire = Wire.claim_stdout
require "rbconfig"
require_relative "../agent/agent"
require_relative "../sdk/server"

class Forking
  def description = "forks"
  def deviations = []
  def prepare(_progress) = { runtime: "CRuby", framework: "none", server: "none" }
  def launch = { command: [RbConfig.ruby, "#{__dir__}/forking_app.rb"], directory: "." }
end

runtime = { name: "CRuby", version: RUBY_VERSION, path: RbConfig.ruby }
Server.new("ruby", "1", runtime, { "forking" => Forking.new }, wire, RubyAgent.new).run
