# frozen_string_literal: true

# The parameters of an endpoint: attributes of the contract's types, with its rules as Active Model validates them.
class ParameterModel
  include ActiveModel::Model
  include ActiveModel::Attributes

  # The contract's types, which are stricter than Active Model's own; what is none of its texts is nil.
  class Type < ActiveModel::Type::Value
    def initialize(rule)
      @rule = rule
      super()
    end

    def cast(given)
      return Parameters.convert(@rule["type"], given) unless @rule["array"]

      values = [*given].map { |text| Parameters.parse(@rule, text) }
      values unless values.include?(nil)
    end
  end

  class << self
    def of(endpoint)
      MODELS.fetch(endpoint.name)
    end

    def model_name
      ActiveModel::Name.new(self, nil, "Parameters")
    end

    def declare(rules)
      rules.each do |rule|
        attribute rule["name"], Type.new(rule)
        validates rule["name"], **validations(rule), allow_nil: true unless rule["array"] || validations(rule).empty?
      end
      validate { rules.each { |rule| check_given(rule) } }
      self
    end

    private

    def validations(rule)
      {
        numericality: { greater_than_or_equal_to: rule["minimum"], less_than_or_equal_to: rule["maximum"] }.compact,
        length: { minimum: rule["minLength"], maximum: rule["maxLength"] }.compact,
        format: { with: rule["pattern"] && Parameters.pattern(rule) }.compact,
        inclusion: { in: rule["values"] }.compact
      }.reject { |_, options| options.empty? }
    end
  end

  def initialize(given)
    @given = given.slice(*self.class.attribute_names)
    super(@given)
  end

  # The values that were given.
  def typed
    attributes.slice(*@given.keys)
  end

  private

  def check_given(rule)
    name = rule["name"]
    return unless attributes[name].nil?

    errors.add(name, :invalid) if @given.key?(name)
    errors.add(name, :blank) if rule["required"] && !@given.key?(name)
  end

  MODELS = Endpoint.all.select(&:rules).to_h { |it| [it.name, Class.new(self).declare(it.rules)] }.freeze
end
