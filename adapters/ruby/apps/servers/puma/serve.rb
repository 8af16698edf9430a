# frozen_string_literal: true

# Serves a rackup file with puma on the socket that the adapter bound: puma takes inherited sockets from PUMA_INHERIT_n.

require "puma/cli"

ENV["PUMA_INHERIT_0"] = "#{ENV.fetch("HARNESS_LISTEN_FD")}:tcp://127.0.0.1:#{ENV.fetch("PORT")}"
Puma::CLI.new(["--quiet", "--config", File.join(__dir__, "config.rb"), ARGV.fetch(0)]).run
