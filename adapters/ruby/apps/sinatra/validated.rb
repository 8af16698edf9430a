# frozen_string_literal: true

# The validated routes: JSON schemas, and typed parameters by their rules.
class Validated < App
  GIVEN = {
    "body" => -> { JSONBody.read(request) },
    "multipart" => -> { FormCounts.of(request.POST) },
    "form" => -> { request.POST },
    "query" => -> { request.GET },
    "path" => -> { params }
  }.freeze

  Endpoint.all.each do |endpoint|
    given = GIVEN.fetch(endpoint.answer)
    public_send(endpoint.verb, endpoint.route) { json(endpoint.validate(instance_exec(&given))) }
  end
end
