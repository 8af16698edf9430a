# frozen_string_literal: true

# The validated routes: JSON schemas, and typed parameters by their rules.
class Validated < Contract
  # One validator per schema, built once; references stay within the catalogue's definitions.
  def self.schema(reference)
    JSONSchemer.schema({ "definitions" => CATALOGUE["definitions"], "$ref" => reference })
  end

  helpers do
    def typed(rules, given)
      json(Parameters.parse_all(rules, given))
    rescue Parameters::Invalid => e
      refuse 422, e.message
    end
  end

  CATALOGUE["endpoints"].each do |endpoint|
    path = endpoint["path"].gsub(/\{(\w+)\}/, ':\1')
    case endpoint["answer"]
    when "body"
      schema = schema(endpoint["body"]["json"]["$ref"])
      post(path) do
        value = body_json
        problem = schema.validate(value).first
        refuse 422, JSONSchemer::Errors.pretty(problem) if problem
        json(value)
      end
    when "multipart"
      post(path) do
        counts = form_counts
        refuse 422, "the form has no file" if counts[:files_received] < endpoint["body"]["multipart"]["minFiles"]
        json(counts)
      end
    when "form" then post(path) { typed(endpoint["body"]["form"], request.POST) }
    when "query" then get(path) { typed(endpoint["query"], request.GET) }
    when "path"
      rules = endpoint["parameters"].map { |rule| rule.merge("required" => true) }
      get(path) { typed(rules, params) }
    end
  end
end
