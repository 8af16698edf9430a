# frozen_string_literal: true

# Serves a rackup file with unicorn on the socket that the adapter bound: it takes inherited sockets from UNICORN_FD.

require "unicorn"

ENV["UNICORN_FD"] = ENV.fetch("HARNESS_LISTEN_FD")
options = { config_file: File.join(__dir__, "config.rb") }
app = Unicorn.builder(ARGV.fetch(0), nil)
Unicorn::HttpServer.new(app, options).start.join
