# frozen_string_literal: true

# The validated routes: Grape's own rules for parameters; JSON schemas for bodies, whose values it would convert.
class Validated < Grape::API
  helpers do
    # What was declared and given, typed.
    def given
      declared(params, include_missing: false)
    end
  end

  Endpoint.all.each do |endpoint|
    case endpoint.answer
    when "body" then post(endpoint.route) { endpoint.validate(body_json) }
    when "multipart" then post(endpoint.route) { endpoint.validate(FormCounts.of(request.POST)) }
    else
      params { endpoint.rules.each { |rule| public_send(*Rules.declaration(rule)) } }
      public_send(endpoint.verb, endpoint.route, requirements: Rules.segments(endpoint)) { given }
    end
  end
end
