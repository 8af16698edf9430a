# frozen_string_literal: true

require "json"
require_relative "refusal"

# Bodies of JSON. JSON has no infinite numbers, which 1e400 becomes, and no texts that are not UTF-8.
module JSONBody
  module_function

  # The value that a request's body stands for.
  def read(request)
    request.body.rewind
    parse(request.body.read)
  end

  def parse(text)
    value = JSON.parse(text.force_encoding(Encoding::UTF_8))
    is_huge = value.is_a?(Integer) && value.bit_length > Float::MAX_EXP
    is_huge ? raise(Refusal.new(400, "the number is beyond a double's range")) : value
  rescue JSON::ParserError, EncodingError => e
    raise Refusal.new(400, "the body is not JSON: #{e.message[0, 200]}")
  end

  def generate(value)
    JSON.generate(value)
  rescue JSON::GeneratorError => e
    raise Refusal.new(400, e.message)
  end
end
