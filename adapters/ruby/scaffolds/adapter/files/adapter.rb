# frozen_string_literal: true

# The {{language}} adapter of harness: starts {{language}} web frameworks.
#
# A framework is a folder in apps/ and a line in FRAMEWORKS; the first one is the default. What is written in Ruby here is the
# adapter; the apps may be in any language.

require_relative "sdk/wire"

wire = Wire.claim_stdout # before anything else is loaded: standard output is for messages alone

require_relative "apps/http/framework"
require_relative "sdk/server"

FRAMEWORKS = {
  "http" => HTTP.new
}.freeze

Server.new("{{name}}", "1", RUNTIME, FRAMEWORKS, wire).run
