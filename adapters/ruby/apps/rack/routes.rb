# frozen_string_literal: true

require "rack"
require_relative "../contract/contract"

# What answers which requests: a handler for each method and path, which takes the request and its path's parameters.
class Routes
  HANDLERS = {
    "body" => ->(request, _) { JSONBody.read(request) },
    "multipart" => ->(request, _) { FormCounts.of(request.POST) },
    "form" => ->(request, _) { request.POST },
    "query" => ->(request, _) { request.GET },
    "path" => ->(_, parameters) { parameters }
  }.freeze

  def initialize
    @fixed = { "GET /health" => ->(*) { { status: "ok" } } }
    @patterns = {} # of what has parameters in its path
    Endpoint.all.each { |endpoint| add(endpoint) }
  end

  # The handler of a method and a path, and the path's parameters; nil when there is none.
  def find(method, path)
    target = "#{method} #{path}"
    fixed = @fixed[target]
    return [fixed, {}] if fixed

    @patterns.each do |pattern, handler|
      match = pattern.match(target)
      return [handler, match.named_captures.transform_values { |it| Rack::Utils.unescape_path(it) }] if match
    end
    nil
  end

  private

  def add(endpoint)
    given = HANDLERS.fetch(endpoint.answer)
    raw = endpoint.answer == "path" ? ->(_, parameters) { endpoint.parameters(parameters) } : given
    put(endpoint, "", raw)
    put(endpoint, "/validated", ->(*request) { endpoint.validate(given.call(*request)) })
  end

  def put(endpoint, prefix, handler)
    target = "#{endpoint.verb.upcase} #{prefix}#{endpoint.template}"
    return @fixed[target] = handler unless target.include?("{")

    @patterns[/\A#{target.gsub(/\{(\w+)\}/, '(?<\1>[^/]+)')}\z/] = handler
  end
end
