# frozen_string_literal: true

require "rbconfig"
require_relative "errors"

# A framework for Rack, as Debian packages it: a folder in apps/ with a config.ru, whatever server runs it.
RackFramework = Struct.new(
  :words, # for a description
  :folder,
  :gem, # its own, of which its versions tell
  :packages, # Debian packages of the gems that it needs
  :deviations,
  keyword_init: true
) do
  # The frameworks and variants by name that the folders of apps/ declare, in their order.
  def self.declared_in(folders)
    folders.each_with_object({}) do |folder, frameworks|
      declaration = Module.new # each has its own FRAMEWORKS
      load(File.expand_path("../apps/#{folder}/framework.rb", __dir__), declaration)
      frameworks.update(declaration::FRAMEWORKS)
    end
  end

  def on(server)
    ServedFramework.new(self, server)
  end
end

# A framework on a server.
class ServedFramework
  SERVERS = File.expand_path("../apps/servers", __dir__)
  SHARED = { # what the contract needs in each app
    "json_schemer" => "ruby-json-schemer", "faye-websocket" => "ruby-faye-websocket"
  }.freeze

  def initialize(framework, server)
    @framework = framework
    @server = server
    @packages = { **framework.packages, server.gem => server.package, **SHARED }
  end

  def description
    "#{@framework.words} on #{@server.words}"
  end

  def deviations
    [*@framework.deviations, *@server.deviations]
  end

  def prepare(_progress)
    missing = @packages.keys.select { |gem| version(gem).nil? }
    unless missing.empty?
      raise ProtocolError.new(
        ProtocolError::PREPARE_FAILED, "the gems #{missing.join(", ")} are not installed",
        hint: "apt-get install --no-install-recommends #{@packages.values_at(*missing).uniq.join(" ")}"
      )
    end
    versions = [@framework.gem, @server.gem].map { |gem| "#{gem} #{version(gem)}" }
    { runtime: "CRuby #{RUBY_VERSION}", framework: versions[0], server: versions[1] }
  end

  def launch
    {
      command: [RbConfig.ruby, "#{SERVERS}/#{@server.gem}/serve.rb", "config.ru"],
      directory: @framework.folder, environment: { "RACK_ENV" => "production" }
    }
  end

  private

  def version(gem)
    Gem::Specification.find_by_name(gem).version.to_s
  rescue Gem::MissingSpecError
    nil
  end
end
