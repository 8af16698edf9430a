# frozen_string_literal: true

require_relative "../../sdk/framework"
require_relative "../servers/servers"

RAILS = RackFramework.new(
  words: "Rails in API mode", folder: __dir__, gem: "railties",
  packages: { "railties" => "ruby-railties", "activemodel" => "ruby-activemodel" }
)

# On unicorn Rails 6.1 would not see bodies without a length.
FRAMEWORKS = { "rails" => RAILS.on(PUMA) }.freeze
