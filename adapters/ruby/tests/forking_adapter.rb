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
  def prepare(_progress) = {}
  def launch = { command: [RbConfig.ruby, "tests/forking_app.rb"], directory: "." }
end

Server.new("test", "1", {}, { "forking" => Forking.new }, wire, RubyAgent.new).run
