# frozen_string_literal: true

require_relative "../../sdk/framework"

RAILS = RackFramework.new(
  words: "Rails in API mode", folder: __dir__, gem: "railties",
  packages: { "railties" => "ruby-railties", "activemodel" => "ruby-activemodel" }
)
