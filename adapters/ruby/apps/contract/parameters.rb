# frozen_string_literal: true

require "date"
require "time"
require_relative "refusal"

# Typed values in the texts of queries, forms and paths.
module Parameters
  HOUR_MINUTE = /(?:[01]\d|2[0-3]):[0-5]\d/
  DATE_TIME = /\A(\d{4}-\d{2}-\d{2})T#{HOUR_MINUTE}:[0-5]\d(?:\.\d+)?(?:Z|[+-]#{HOUR_MINUTE})\z/
  UUID = /\A\h{8}(-\h{4}){3}-\h{12}\z/

  module_function

  # The value that a text stands for; nil when it breaks the parameter's rules.
  def parse(rule, text)
    value = convert(rule["type"], text)
    return nil if value.nil?
    return nil if value.is_a?(Numeric) && !value.between?(rule["minimum"] || value, rule["maximum"] || value)
    return nil if rule["type"] == "string" && !fits?(rule, value)

    rule["values"]&.include?(value) == false ? nil : value
  end

  # The same by its type alone.
  def convert(type, text)
    return nil unless text.is_a?(String) && text.valid_encoding?

    case type
    when "integer" then text.match?(/\A-?\d+\z/) ? text.to_i : nil
    when "float" then text.match?(/\A-?\d+(\.\d+)?\z/) && text.to_f.finite? ? text.to_f : nil
    when "boolean" then { "true" => true, "false" => false }[text]
    when "uuid" then text.match?(UUID) ? text.downcase : nil
    when "date" then date?(text) ? text : nil
    when "datetime" then date_time(text)
    else text
    end
  end

  def fits?(rule, text)
    text.length.between?(rule["minLength"] || 0, rule["maxLength"] || text.length) &&
      (rule["pattern"].nil? || text.match?(pattern(rule)))
  end

  # A rule's pattern, which is of a whole text and not of a line.
  def pattern(rule)
    Regexp.new(rule["pattern"].sub("^", '\A').sub(/\$\z/, '\z'))
  end

  def date?(text)
    text.match?(/\A\d{4}-\d{2}-\d{2}\z/) && Date.valid_date?(*text.split("-").map(&:to_i))
  end

  def date_time(text)
    match = DATE_TIME.match(text)
    return nil unless match && date?(match[1])

    time = Time.iso8601(text).utc
    time.year.between?(1, 9999) ? time.strftime("%Y-%m-%dT%H:%M:%SZ") : nil
  end

  # Typed values of all parameters given; raises Refusal with what is wrong with the first wrong one.
  def parse_all(rules, given)
    rules.each_with_object({}) do |rule, answer|
      name = rule["name"]
      unless given.key?(name)
        raise Refusal.new(422, "#{name} is missing") if rule["required"]

        next
      end
      values = [*given[name]].map { |text| parse(rule, text) }
      wrong = values.include?(nil) || (!rule["array"] && values.size > 1)
      raise Refusal.new(422, "#{name} is not valid") if wrong

      answer[name] = rule["array"] ? values : values.first
    end
  end
end
