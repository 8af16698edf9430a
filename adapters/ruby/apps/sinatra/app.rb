# frozen_string_literal: true

require "json"
require "set" # json_schemer uses it without asking for it
require "json_schemer"
require "sinatra/base"
require "uri"
require_relative "parameters"

# What the raw and the validated routes share.
class Contract < Sinatra::Base
  set :environment, :production
  disable :logging, :static, :sessions, :show_exceptions, :raise_errors, :dump_errors
  set :default_content_type, "application/json"
  set :host_authorization, {} if respond_to?(:host_authorization)

  CATALOGUE = JSON.parse(File.read(ENV.fetch("HARNESS_WORKLOADS"), encoding: "UTF-8")).freeze

  helpers do
    def json(value)
      content_type :json
      JSON.generate(value)
    end

    def refuse(status, message)
      halt status, { "Content-Type" => "application/json" }, JSON.generate({ error: message.to_s.scrub })
    end

    def body_text
      request.body.rewind
      request.body.read.force_encoding(Encoding::UTF_8)
    end

    def body_json
      JSON.parse(body_text)
    rescue JSON::ParserError, EncodingError => e
      refuse 400, "the body is not JSON: #{e.message[0, 200]}"
    end

    # Names and values of a form or a query, without Rack's nesting of `a[b]`.
    def pairs(encoded)
      URI.decode_www_form(encoded, Encoding::UTF_8)
    rescue ArgumentError => e
      refuse 400, e.message
    end

    def form_counts
      parts = (request.form_data? ? request.POST : {}).values
      files, fields = parts.partition { |part| part.is_a?(Hash) && part[:tempfile] }
      { files_received: files.size, fields_received: fields.size, total_bytes: files.sum { |file| file[:tempfile].size } }
    rescue EOFError, Rack::Multipart::MultipartPartLimitError, Rack::Utils::InvalidParameterError => e
      refuse 400, "the multipart form cannot be read: #{e.message}"
    end
  end

  error(Sinatra::BadRequest) { JSON.generate({ error: "the request cannot be read" }) }
  not_found { JSON.generate({ error: "not found" }) }
  error { JSON.generate({ error: "internal error" }) }
end

require_relative "raw"
require_relative "validated"
