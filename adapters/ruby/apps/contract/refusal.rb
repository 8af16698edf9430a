# frozen_string_literal: true

# Why a request is answered with 400 or 422.
class Refusal < StandardError
  attr_reader :status

  def initialize(status, message)
    super(message.dup.force_encoding(Encoding::UTF_8).scrub) # it may quote what cannot be read
    @status = status
  end
end
