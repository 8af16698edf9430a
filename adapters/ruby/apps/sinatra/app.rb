# frozen_string_literal: true

require "sinatra/base"
require_relative "../contract/contract"

# What the raw and the validated routes share.
class App < Sinatra::Base
  set :environment, :production
  disable :logging, :static, :sessions, :show_exceptions, :raise_errors, :dump_errors
  set :default_content_type, "application/json"
  set :host_authorization, {} if respond_to?(:host_authorization)
  set :protection, except: :path_traversal # it takes %2F in a parameter for a slash

  helpers do
    def json(value)
      content_type :json
      JSONBody.generate(value)
    end

    def refuse(status, message)
      halt status, { "Content-Type" => "application/json" }, JSON.generate({ error: message })
    end
  end

  error(Refusal) { |refusal| refuse refusal.status, refusal.message }
  error(Sinatra::BadRequest, *UNREADABLE) do |unread|
    refuse 400, "the request cannot be read: #{unread.message.dup.force_encoding(Encoding::UTF_8).scrub}"
  end
  not_found { JSON.generate({ error: "not found" }) }
  error { JSON.generate({ error: "internal error" }) }
end

require_relative "raw"
require_relative "validated"
