# frozen_string_literal: true

# With the framework's own package: the `gem` that has its version, and as `packages` the gems that it needs, each with
# the Debian package that has it: { "{{name}}" => "ruby-{{name}}" }.

require_relative "../../sdk/framework"
require_relative "../servers/servers"

FRAMEWORK = RackFramework.new(
  words: "{{name}}", folder: __dir__, gem: "rack", packages: { "rack" => "ruby-rack" }
)

FRAMEWORKS = { "{{name}}" => FRAMEWORK.on(PUMA) }.freeze
