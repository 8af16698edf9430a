# frozen_string_literal: true

Application.routes.draw do
  get "health", to: "raw#health"
  get "sse", to: "events#index"
  get "ws", to: ->(env) { EchoSocket.call(env) }

  Endpoint.all.each do |endpoint|
    options = {
      defaults: { endpoint: endpoint.name }, format: false,
      constraints: endpoint.names.to_h { |name| [name.to_sym, %r{[^/]+}] } # with their dots
    }
    { "" => "raw", "validated" => "validated" }.each do |prefix, controller|
      scope(prefix) { public_send(endpoint.verb, endpoint.route, to: "#{controller}##{endpoint.answer}", **options) }
    end
  end
end
