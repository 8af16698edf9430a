# frozen_string_literal: true

require "json"
require "rbconfig"
require_relative "../../sdk/commands"

# What starts the app of this folder, and in which versions: what assumes the app's language is here.

RUNTIME = {
  name: "CRuby",
  version: Commands.version([RbConfig.ruby, "--version"], "apt-get install ruby"),
  path: RbConfig.ruby
}.freeze

class HTTP
  def description
    "WEBrick, a thread for each connection"
  end

  def deviations
    JSON.parse(File.read("#{__dir__}/deviations.json"))
  end

  # Installs and builds what the app needs and lacks; returns what it is made of.
  def prepare(_progress)
    { runtime: "#{RUNTIME[:name]} #{RUNTIME[:version]}", framework: server, server: server }
  end

  # What starts the app, and where; the adapter adds its socket and the number of workers.
  def launch
    { command: [RUNTIME[:path], "app.rb"], directory: __dir__ }
  end

  private

  # With its version, which is asked for once.
  def server
    command = [RUNTIME[:path], "-r", "webrick", "-e", "puts WEBrick::VERSION"]
    @server ||= "WEBrick #{Commands.version(command, "apt-get install ruby-webrick")}"
  end
end
