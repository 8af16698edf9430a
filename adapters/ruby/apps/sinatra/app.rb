# frozen_string_literal: true

require "json"
require "set" # json_schemer uses it without asking for it
require "json_schemer"
require "sinatra/base"
require_relative "flat_parameters"
require_relative "parameters"

# What the raw and the validated routes share.
class Contract < Sinatra::Base
  set :environment, :production
  disable :logging, :static, :sessions, :show_exceptions, :raise_errors, :dump_errors
  set :default_content_type, "application/json"
  set :host_authorization, {} if respond_to?(:host_authorization)
  set :protection, except: :path_traversal # it takes %2F in a parameter for a slash

  CATALOGUE = JSON.parse(File.read(ENV.fetch("HARNESS_WORKLOADS"), encoding: "UTF-8")).freeze

  UNREADABLE = [
    Sinatra::BadRequest, EOFError, Rack::QueryParser::QueryLimitError,
    Rack::Multipart::MultipartPartLimitError, Rack::Multipart::MultipartTotalPartLimitError
  ].freeze

  helpers do
    # JSON has no infinite numbers, which 1e400 becomes, and no texts that are not UTF-8.
    def json(value)
      content_type :json
      JSON.generate(value)
    rescue JSON::GeneratorError => e
      refuse 400, e.message
    end

    def refuse(status, message)
      text = message.dup.force_encoding(Encoding::UTF_8).scrub # it may quote what cannot be read
      halt status, { "Content-Type" => "application/json" }, JSON.generate({ error: text })
    end

    def body_text
      request.body.rewind
      request.body.read.force_encoding(Encoding::UTF_8)
    end

    def body_json
      value = JSON.parse(body_text)
      is_huge = value.is_a?(Integer) && value.bit_length > Float::MAX_EXP
      is_huge ? refuse(400, "the number is beyond a double's range") : value
    rescue JSON::ParserError, EncodingError => e
      refuse 400, "the body is not JSON: #{e.message[0, 200]}"
    end

    def form_counts
      files, fields = request.POST.values.flatten.partition { |part| part.is_a?(Hash) }
      bytes = files.sum { |file| file[:tempfile].size }
      { files_received: files.size, fields_received: fields.size, total_bytes: bytes }
    end
  end

  error(*UNREADABLE) { refuse 400, "the request cannot be read: #{env["sinatra.error"].message}" }
  not_found { JSON.generate({ error: "not found" }) }
  error { JSON.generate({ error: "internal error" }) }
end

require_relative "raw"
require_relative "validated"
