# frozen_string_literal: true

require "rack"
require "rack/query_parser"
require "uri"

# Rack's parser of queries and forms without its nesting of `a[b]`.
# Values by name; those of a repeated name are an array in their order.
class FlatParameters < Rack::QueryParser
  def parse_nested_query(encoded, _separators = nil)
    encoded.to_s.split("&").reject(&:empty?).each_with_object(make_params) do |pair, params|
      name, value = pair.split("=", 2).map { |text| URI.decode_www_form_component(text) }
      normalize_params(params, name, value || "")
    end.to_h
  rescue ArgumentError => e
    raise InvalidParameterError, e.message
  end

  # Rack's multipart parser adds its parts with this too.
  def normalize_params(params, name, value, _depth = nil)
    case given = params[name]
    when nil then params[name] = value
    when Array then given << value
    else params[name] = [given, value]
    end
  end
end

Rack::Utils.default_query_parser =
  FlatParameters.make_default(Rack::Utils.key_space_limit, Rack::Utils.param_depth_limit)
