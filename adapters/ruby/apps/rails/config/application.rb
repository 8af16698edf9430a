# frozen_string_literal: true

require "securerandom"
require "rails"
require "active_model/railtie"
require "action_controller/railtie"
require_relative "../../contract/contract"

# The workload contract as a Rails app in API mode, in production.
class Application < Rails::Application
  config.load_defaults 6.1
  config.root = File.dirname(__dir__)
  config.api_only = true
  config.cache_classes = true
  config.eager_load = true
  config.consider_all_requests_local = false
  config.secret_key_base = SecureRandom.hex(64)
  config.logger = ActiveSupport::Logger.new(nil)
  config.middleware.delete Rails::Rack::Logger
  config.action_dispatch.perform_deep_munge = false # an array of null is one in the answer too
  config.action_dispatch.rescue_responses.merge!([*UNREADABLE, Refusal].to_h { |error| [error.name, :bad_request] })

  # What no controller answers: requests that cannot be read, unknown paths.
  config.exceptions_app = lambda do |env|
    status = Integer(env["PATH_INFO"].delete_prefix("/"))
    body = { error: Rack::Utils::HTTP_STATUS_CODES[status] }
    [status, { "Content-Type" => "application/json" }, [JSON.generate(body)]]
  end

  initializer "parameters of JSON" do
    ActionDispatch::Request.parameter_parsers = {
      json: lambda do |text|
        value = JSONBody.parse(text)
        value.is_a?(Hash) ? value : { _json: value }
      end
    }
  end
end
