# frozen_string_literal: true

require_relative "../../sdk/framework"
require_relative "../servers/servers"

SINATRA = RackFramework.new(
  words: "Sinatra", folder: __dir__, gem: "sinatra", packages: { "sinatra" => "ruby-sinatra" }
)

FRAMEWORKS = { "sinatra" => SINATRA.on(PUMA), "sinatra@unicorn" => SINATRA.on(UNICORN) }.freeze
