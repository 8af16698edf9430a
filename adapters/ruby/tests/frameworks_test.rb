# frozen_string_literal: true

require "minitest/autorun"
require_relative "../apps/servers/servers"
require_relative "../sdk/framework"
require_relative "adapter"

# Each framework on each of its servers loads and answers; that it keeps the contract, `harness verify` proves.
class FrameworksTest < Minitest::Test
  NAMES = Adapter.open { |adapter| adapter.description["frameworks"].map { |it| it["name"] } }.freeze

  NAMES.each do |name|
    define_method("test_#{name}_is_prepared_started_and_answers") do
      Adapter.open do |adapter|
        versions = adapter.call("app/prepare", framework: name)["versions"]
        assert_equal "CRuby #{RUBY_VERSION}", versions["runtime"]
        versions.values_at("framework", "server").each { |it| assert_match(/\A[\w-]+ \d+(\.\d+)+\z/, it) }
        answer = adapter.start(name, workers: 2)
        pids = ProcessTree.pids(answer["pid"])
        assert_equal 3, pids.size # two workers and their parent
        assert_equal '{"id":7}', adapter.echo(answer, '{ "id": 7 }')
        adapter.call("app/stop", app: answer["app"])
        assert_empty(pids.select { |pid| ProcessTree.alive?(pid) })
      end
    end
  end

  def test_what_is_not_installed_is_named_with_the_command_that_installs_it
    framework = RackFramework.new(
      words: "none", folder: __dir__, gem: "no-such-gem", packages: { "no-such-gem" => "ruby-no-such" }
    )
    error = assert_raises(ProtocolError) { framework.on(PUMA).prepare(nil) }
    assert_equal "apt-get install --no-install-recommends ruby-no-such", error.to_h[:data][:hint]
  end
end
