# frozen_string_literal: true

# The raw routes: they answer without validating.
class Raw < Contract
  helpers do
    # The one parameter of a path, parsed.
    def typed(name, type)
      value = Parameters.parse({ "type" => type }, params[name])
      refuse 400, "#{name} is no #{type}" if value.nil?
      json({ name => value })
    end
  end

  get("/health") { json({ status: "ok" }) }

  %w[small medium large very-large].each { |size| post("/json/#{size}") { json(body_json) } }
  %w[small medium large].each { |size| post("/multipart/#{size}") { json(form_counts) } }
  %w[simple medium complex].each { |size| post("/urlencoded/#{size}") { json(request.POST) } }
  %w[few medium many].each { |size| get("/query/#{size}") { json(request.GET) } }

  get("/path/simple/:id") { json({ id: params["id"] }) }
  get("/path/multiple/:user_id/:post_id") { json(params.slice("user_id", "post_id")) }
  get("/path/deep/:org/:team/:project/:resource/:id") { json(params.slice("org", "team", "project", "resource", "id")) }
  get("/path/int/:id") { typed("id", "integer") }
  get("/path/uuid/:uuid") { typed("uuid", "uuid") }
  get("/path/date/:date") { typed("date", "date") }
end
