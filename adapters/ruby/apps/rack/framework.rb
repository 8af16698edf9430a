# frozen_string_literal: true

require_relative "../../sdk/framework"
require_relative "../servers/servers"

RACK = RackFramework.new(
  words: "a bare Rack app", folder: __dir__, gem: "rack", packages: { "rack" => "ruby-rack" }
)

FRAMEWORKS = { "rack" => RACK.on(PUMA), "rack@unicorn" => RACK.on(UNICORN) }.freeze
