# frozen_string_literal: true

require_relative "../../sdk/framework"

RACK = RackFramework.new(
  words: "a bare Rack app", folder: __dir__, gem: "rack", packages: { "rack" => "ruby-rack" }
)
