# frozen_string_literal: true

# The validated routes: JSON schemas, and typed parameters by their rules.
class Validated < Contract
  # One validator per schema, built once; references stay within the catalogue's definitions.
  SCHEMAS = Hash.new do |schemas, reference|
    schemas[reference] = { "definitions" => CATALOGUE["definitions"], "$ref" => reference }
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
      schema = SCHEMAS[endpoint["body"]["json"]["$ref"]]
      post(path) do
        value = body_json
        problems = JSON::Validator.fully_validate(schema, value, parse_data: false, validate_schema: false)
        refuse 422, problems.first unless problems.empty?
        json(value)
      end
    when "multipart"
      post(path) do
        counts = form_counts
        refuse 422, "the form has no file" if counts[:files_received] < endpoint["body"]["multipart"]["minFiles"]
        json(counts)
      end
    when "form" then post(path) { typed(endpoint["body"]["form"], pairs(body_text)) }
    when "query" then get(path) { typed(endpoint["query"], pairs(request.query_string)) }
    when "path"
      rules = endpoint["parameters"].map { |rule| rule.merge("required" => true) }
      get(path) { typed(rules, rules.map { |rule| [rule["name"], params[rule["name"]]] }) }
    end
  end
end
