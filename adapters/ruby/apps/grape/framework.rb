# frozen_string_literal: true

require_relative "../../sdk/framework"

GRAPE = RackFramework.new(
  words: "Grape", folder: __dir__, gem: "grape", packages: { "grape" => "ruby-grape" }
)
