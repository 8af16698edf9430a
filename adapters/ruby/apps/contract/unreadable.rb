# frozen_string_literal: true

require "rack"

# What Rack raises for requests that it cannot read.
UNREADABLE = [
  EOFError, Rack::QueryParser::ParameterTypeError, Rack::QueryParser::InvalidParameterError,
  Rack::QueryParser::QueryLimitError,
  Rack::Multipart::MultipartPartLimitError, Rack::Multipart::MultipartTotalPartLimitError
].freeze
