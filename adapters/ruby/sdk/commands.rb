# frozen_string_literal: true

require "open3"
require_relative "errors"

# Commands that preparation runs.
module Commands
  TAIL_LINES = 20

  module_function

  # What it printed; raises prepareFailed with its last lines, and the hint, when it fails or is not there.
  def run(command, hint)
    output, status = Open3.capture2e(*command, stdin_data: "")
    status.success? ? output.scrub : raise(failure(command, hint, output.scrub))
  rescue SystemCallError => e
    raise failure(command, hint, e.message)
  end

  # The first number with a point in it that it printed, such as 5.36.0.
  def version(command, hint)
    output = run(command, hint)
    output[/\d+(\.\d+)+/] || raise(failure(command, hint, output))
  end

  def failure(command, hint, output)
    message = "`#{command.first(4).join(" ")} …` failed"
    stderr = output.lines(chomp: true).last(TAIL_LINES)
    ProtocolError.new(ProtocolError::PREPARE_FAILED, message, hint: hint, stderr: stderr)
  end
end
