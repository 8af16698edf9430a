# frozen_string_literal: true

require "json"
require "set" # json_schemer uses it without asking for it
require "json_schemer"
require_relative "parameters"
require_relative "refusal"

# What the contract says of an endpoint: where it is, what it answers, and what it refuses when it validates.
class Endpoint
  CATALOGUE = JSON.parse(File.read(ENV.fetch("HARNESS_WORKLOADS"), encoding: "UTF-8")).freeze

  attr_reader :name,
              :answer, # body, multipart, form, query or path
              :verb, # post or get
              :template, # of its path: /path/int/{id}
              :rules # of its parameters, which are in its form, its query or its path; those of a path are always there

  def self.all
    @all ||= CATALOGUE["endpoints"].map { |described| new(described) }
  end

  def self.named(name)
    @named ||= all.to_h { |endpoint| [endpoint.name, endpoint] }
    @named.fetch(name)
  end

  # The endpoints with such an answer.
  def self.answering(kind)
    all.select { |endpoint| endpoint.answer == kind }
  end

  def initialize(described)
    @described = described
    @name = described["name"]
    @answer = described["answer"]
    @verb = described["method"].downcase.to_sym
    @template = described["path"]
    @rules = described.dig("body", "form") || described["query"] ||
             described["parameters"]&.map { |rule| rule.merge("required" => true) }
    reference = described.dig("body", "json", "$ref")
    @schema = reference && JSONSchemer.schema({ "definitions" => CATALOGUE["definitions"], "$ref" => reference })
  end

  # The path as most routers have it: /path/int/:id.
  def route
    template.gsub(/\{(\w+)\}/, ':\1')
  end

  # The names of a path's parameters.
  def names
    @names ||= template.scan(/\{(\w+)\}/).flatten
  end

  # A path's parameters as the raw endpoint answers them: texts, or of their types.
  def parameters(texts)
    return texts.slice(*names) unless @described["typed"]

    rules.to_h do |rule|
      value = Parameters.convert(rule["type"], texts[rule["name"]])
      raise Refusal.new(400, "#{rule["name"]} is no #{rule["type"]}") if value.nil?

      [rule["name"], value]
    end
  end

  # The validated endpoint's answer to what the raw one would answer; raises Refusal.
  def validate(value)
    case answer
    when "body" then value.tap { check_schema(value) }
    when "multipart" then value.tap { check_files(value) }
    else Parameters.parse_all(rules, value)
    end
  end

  private

  def check_schema(value)
    problem = @schema.validate(value).first
    raise Refusal.new(422, JSONSchemer::Errors.pretty(problem)) if problem
  end

  def check_files(counts)
    enough = counts[:files_received] >= @described.dig("body", "multipart", "minFiles")
    raise Refusal.new(422, "the form has no file") unless enough
  end
end
