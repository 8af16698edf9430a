# frozen_string_literal: true

require "grape"
require_relative "../contract/contract"

# The workload contract as an API of Grape, which reads and writes JSON itself.
class App < Grape::API
  format :json
  content_type :txt, "text/plain" # what is no form at all is refused by validation
  default_format :json

  before { status 200 } # Grape's own for what is posted is 201

  formatter :json, ->(value, _env) { JSONBody.generate(value) }
  parser :json, ->(text, _env) { JSONBody.parse(text) }

  rescue_from(Refusal) { |refusal| error!({ error: refusal.message }, refusal.status) }
  rescue_from(Grape::Exceptions::ValidationErrors) { |e| error!({ error: e.full_messages.join("; ") }, 422) }
  rescue_from(Grape::Exceptions::Base, *UNREADABLE) { error!({ error: "the request cannot be read" }, 400) }

  helpers do
    # The parsed body; an empty one is none.
    def body_json
      env.fetch(Grape::Env::API_REQUEST_BODY) { raise Refusal.new(400, "there is no body") }
    end
  end
end

%w[rules raw validated].each { require_relative _1 }

App.mount(Validated => "/validated")
App.mount(Raw)
App.route(:any, "*path") { error!({ error: "not found" }, 404) }
