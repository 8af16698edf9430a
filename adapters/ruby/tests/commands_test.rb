# frozen_string_literal: true

require "minitest/autorun"
require_relative "../sdk/commands"

class CommandsTest < Minitest::Test
  def shell(script)
    ["sh", "-c", script]
  end

  def test_a_version_is_the_first_that_a_command_prints_wherever_it_does
    assert_equal "5.36.0", Commands.version(shell('echo "This is perl 5, version 36 (v5.36.0), not 5.38.2"'), "")
    assert_equal "17.0.9", Commands.version(shell("echo openjdk 17.0.9 >&2"), "")
  end

  def test_a_command_that_fails_or_is_not_there_is_told_with_its_last_lines_and_what_would_help
    [shell("echo 1.0; exit 3"), shell("echo none"), ["/no/such/program"]].each do |command|
      error = assert_raises(ProtocolError, command) { Commands.version(command, "apt-get install perl") }
      assert_equal [-32_002, "apt-get install perl"], [error.code, error.to_h[:data][:hint]]
    end
    error = assert_raises(ProtocolError) { Commands.run(shell("seq 30; exit 3"), "") }
    assert_equal (11..30).map(&:to_s), error.to_h[:data][:stderr]
  end
end
