# frozen_string_literal: true

require_relative "../../sdk/framework"

SINATRA = RackFramework.new(
  words: "Sinatra", folder: __dir__, gem: "sinatra", packages: { "sinatra" => "ruby-sinatra" }
)
