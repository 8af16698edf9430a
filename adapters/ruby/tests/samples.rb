# frozen_string_literal: true

require "json"
require "uri"
require_relative "adapter"

# Valid values and their rule-breaking variants, derived from workloads.json.
module Samples
  WORKLOADS = JSON.parse(File.read("#{Adapter::SPECIFICATION}/workloads.json", encoding: "UTF-8"))
  UUID = "0F8FAD5B-D9CB-469F-A165-70867728950E"
  TEXT = "grün 😀\u2028\"\\+&;="
  WRONG = {
    "object" => [], "array" => {}, "string" => 5, "number" => "1", "integer" => "1", "boolean" => 1
  }.freeze

  # For each type of a parameter: its text, the typed answer, and texts to refuse.
  TYPED = {
    "integer" => ["7", 7, ["abc", "1.5", "1e3", "", "1.0", "٣", "7\n"]],
    "float" => ["2.25", 2.25, ["abc", "NaN", "Infinity", "1e3", "", "9" * 400]],
    "boolean" => ["true", true, %w[maybe 1 yes True]],
    "uuid" => [UUID, UUID.downcase, ["garbage", UUID[..-2], "{#{UUID}}"]],
    "date" => ["2024-02-29", "2024-02-29", %w[2024-02-30 2024-13-01 2023-02-29 1704067200 garbage]],
    "datetime" => [
      "2024-02-29T01:30:00+02:00", "2024-02-28T23:30:00Z",
      %w[
        garbage 5 2024-02-29 2024-02-30T00:00:00Z 2024-02-29T00:00:00
        2024-02-29T24:00:00Z 2024-02-29T00:60:00Z 2024-02-29T00:00:00+24:00 2024-02-29T00:00:00+02:60
        0001-01-01T00:00:00+02:00 9999-12-31T23:59:59-02:00
      ]
    ]
  }.freeze

  module_function

  # Paths, rules and endpoints of one kind: json, multipart, form, query or parameters.
  def endpoints(kind)
    WORKLOADS["endpoints"].filter_map do |endpoint|
      rules = endpoint[kind] || endpoint.dig("body", kind)
      [endpoint["path"], rules, endpoint] if rules
    end
  end

  def resolve(schema)
    schema.key?("$ref") ? WORKLOADS["definitions"].fetch(schema["$ref"].split("/").last) : schema
  end

  # A JSON value that the schema allows.
  def sample(schema)
    schema = resolve(schema)
    case schema["type"]
    when "object" then schema["properties"].transform_values { |property| sample(property) }
    when "array" then [sample(schema["items"])] * 2
    when "string" then schema["enum"]&.last || (schema["format"] ? "2024-02-29T12:00:00Z" : text(schema))
    when "number" then schema["maximum"] - 0.25
    when "integer" then schema["maximum"]
    when "boolean" then false
    end
  end

  # A text of a length that the rules allow.
  def text(rules)
    TEXT[0, rules["maxLength"] || 100]
  end

  # Rules and values that break them, one for each rule of the schema.
  def broken(schema)
    schema = resolve(schema)
    cases = [["type", WRONG[schema["type"]]], ["null", nil]]
    cases << ["true", true] if %w[number integer].include?(schema["type"])
    cases << ["enum", "no-such-value"] if schema["enum"]
    cases << ["format", "2024-02-30T12:00:00Z"] if schema["format"]
    cases + broken_bounds(schema) + broken_parts(schema)
  end

  def broken_bounds(schema)
    cases = []
    cases << ["minimum", schema["minimum"] - 1] << ["maximum", schema["maximum"] + 1] if schema["minimum"]
    cases << ["minLength", "x" * (schema["minLength"] - 1)] if schema["minLength"]&.positive?
    cases << ["maxLength", "x" * (schema["maxLength"] + 1)] if schema["maxLength"]
    cases << ["maxItems", [sample(schema["items"])] * (schema["maxItems"] + 1)] if schema["maxItems"]
    cases
  end

  def broken_parts(schema)
    return broken(schema["items"]).map { |rule, value| ["[0]: #{rule}", [value]] } if schema["items"]

    valid = sample(schema)
    schema.fetch("properties", {}).flat_map do |name, property|
      [["no #{name}", valid.except(name)], ["additional", { **valid, "additional" => 1 }]] +
        broken(property).map { |rule, value| ["#{name}: #{rule}", { **valid, name => value }] }
    end
  end

  # The text of a parameter, its typed answer, and texts that break its rules.
  def typed(rule)
    return [rule["values"][0], rule["values"][0], ["no-such-value", ""]] if rule["type"] == "enum"

    if rule["type"] == "string"
      return [text(rule), text(rule), ["x" * (rule["minLength"] - 1), "x" * (rule["maxLength"] + 1)]]
    end
    text, value, refused = rule["name"] == "rating" ? ["4.5", 4.5, []] : TYPED[rule["type"]]
    outside = [rule["minimum"]&.pred, rule["maximum"]&.succ].compact.map(&:to_s)
    [text, value, refused + outside]
  end

  # Pairs for a query or a form, and the answer to them.
  def fields(rules, raw:)
    answer = rules.to_h do |rule|
      text, value, = typed(rule)
      value = text if raw
      [rule["name"], rule["array"] ? [value] * 2 : value]
    end
    [rules.flat_map { |rule| [[rule["name"], typed(rule)[0]]] * (rule["array"] ? 2 : 1) }, answer]
  end

  # Rules and the pairs that break them.
  def broken_fields(rules)
    pairs, = fields(rules, raw: true)
    rules.flat_map do |rule|
      name = rule["name"]
      others = pairs.reject { |other, _| other == name }
      cases = typed(rule)[2].map { |text| ["#{name}=#{text}", [*others, [name, text]]] }
      cases << ["two of #{name}", [*pairs, pairs.assoc(name)]] unless rule["array"]
      rule["required"] ? [["no #{name}", others], *cases] : cases
    end
  end

  # A multipart body with as many files of 11 bytes, all of one name, and as many fields.
  def multipart(files:, texts: 1)
    parts = ["name=\"text\"\r\n\r\nvalue"] * texts
    parts += ["name=\"file\"; filename=\"ü\"\r\nContent-Type: text/plain\r\n\r\nhello\r\nfile"] * files
    "#{parts.map { |part| "--B\r\nContent-Disposition: form-data; #{part}\r\n" }.join}--B--\r\n"
  end
end
