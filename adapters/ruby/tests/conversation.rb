# frozen_string_literal: true

require "json"
require "net/http"
require "stringio"
require_relative "adapter"

# Requests to the app, and what must be true of its answers.
module Conversation
  JSON_TYPE = "application/json"

  # One app for all tests, stopped after the last.
  def self.connection
    @connection ||= begin
      adapter = Adapter.new
      Minitest.after_run { adapter.close }
      Net::HTTP.start("127.0.0.1", adapter.start.dig("address", "port"), read_timeout: 10, max_retries: 0)
    end
  end

  # An answer; a body that is a stream goes chunked.
  def ask(method, path, body = nil, type = nil)
    request = Net::HTTP.const_get(method.capitalize).new(path)
    request["Content-Type"] = type if type
    if body.is_a?(StringIO)
      request["Transfer-Encoding"] = "chunked"
      request.body_stream = body
    else
      request.body = body
    end
    Conversation.connection.request(request)
  end

  def post(path, body, type)
    ask("POST", path, body, type)
  end

  def get(path)
    ask("GET", path)
  end

  def assert_answer(expected, answer)
    assert_equal ["200", JSON_TYPE], [answer.code, answer.content_type], answer.body[0, 300]
    assert_equal expected, JSON.parse(answer.body)
  end

  def assert_refused(what, answer)
    assert_includes %w[400 422], answer.code, what
    assert_equal JSON_TYPE, answer.content_type, what
    assert_kind_of Hash, JSON.parse(answer.body), what
  end

  def query(path, pairs)
    "#{path}?#{URI.encode_www_form(pairs)}"
  end
end
