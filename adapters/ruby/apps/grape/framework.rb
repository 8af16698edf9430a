# frozen_string_literal: true

require_relative "../../sdk/framework"
require_relative "../servers/servers"

GRAPE = RackFramework.new(
  words: "Grape", folder: __dir__, gem: "grape", packages: { "grape" => "ruby-grape" }
)

FRAMEWORKS = { "grape" => GRAPE.on(PUMA) }.freeze
