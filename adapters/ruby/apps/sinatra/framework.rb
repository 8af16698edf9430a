# frozen_string_literal: true

require "rbconfig"
require_relative "../../sdk/errors"

# Sinatra on puma, as Debian packages them.
class SinatraOnPuma
  PACKAGES = { "sinatra" => "ruby-sinatra", "puma" => "puma", "json_schemer" => "ruby-json-schemer" }.freeze

  def description
    "Sinatra on puma with five threads per worker"
  end

  def deviations
    []
  end

  def prepare(_progress)
    missing = PACKAGES.keys.select { |gem| version(gem).nil? }
    unless missing.empty?
      raise ProtocolError.new(
        ProtocolError::PREPARE_FAILED, "the gems #{missing.join(", ")} are not installed",
        hint: "apt-get install --no-install-recommends #{PACKAGES.values_at(*missing).join(" ")}"
      )
    end
    {
      runtime: "CRuby #{RUBY_VERSION}", framework: "sinatra #{version("sinatra")}", server: "puma #{version("puma")}"
    }
  end

  def launch
    {
      command: [RbConfig.ruby, "serve.rb"], directory: __dir__, environment: { "RACK_ENV" => "production" }
    }
  end

  private

  def version(gem)
    Gem::Specification.find_by_name(gem).version.to_s
  rescue Gem::MissingSpecError
    nil
  end
end
