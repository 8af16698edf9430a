# frozen_string_literal: true

# The contract's rules of a parameter as Grape declares them.
module Rules
  # How long a text may be.
  class Length < Grape::Validations::Validators::Base
    def validate_param!(name, params)
      return if [*params[name]].all? { |text| @option.cover?(text.length) }

      raise Grape::Exceptions::Validation.new(params: [@scope.full_name(name)], message: "has a wrong length")
    end
  end

  TYPES = {
    "integer" => Integer, "float" => Float,
    "boolean" => ->(value) { [true, false].include?(value) } # Grape's Boolean is no class that a converted value is of
  }.freeze

  module_function

  # Requirements of a path, whose last parameter would end at its dot.
  def segments(endpoint)
    endpoint.names.to_h { |name| [name.to_sym, %r{[^/]+}] }
  end

  # A parameter's declaration: `requires` or `optional`, its name and its rules.
  def declaration(rule)
    type = TYPES.fetch(rule["type"], String)
    rules = { type: rule["array"] ? [type] : type, coerce_with: coercion(rule), **bounds(rule) }
    [rule["required"] ? :requires : :optional, rule["name"].to_sym, rules]
  end

  # Texts are converted by the contract's types, which are stricter than Grape's.
  def coercion(rule)
    lambda do |texts|
      values = [*texts].map { |text| Parameters.convert(rule["type"], text) }
      wrong = values.include?(nil) || (!rule["array"] && values.size != 1)
      next Grape::Types::InvalidValue.new if wrong

      rule["array"] ? values : values.first
    end
  end

  def bounds(rule)
    bounds = {}
    bounds[:values] = rule["values"] if rule["values"]
    bounds[:values] = (rule["minimum"]..rule["maximum"]).method(:cover?).to_proc if rule["minimum"]
    bounds[:regexp] = Parameters.pattern(rule) if rule["pattern"]
    bounds[:length] = (rule["minLength"] || 0)..rule["maxLength"] if rule["minLength"] || rule["maxLength"]
    bounds
  end
end
