# frozen_string_literal: true

require "delegate"

# A body of which each part is sent at once. Puma corks its socket until an answer has ended, and what is small would
# stay in the kernel for up to 200 ms; to ask for TCP_NODELAY sends what is there.
class Flushed < SimpleDelegator
  def initialize(body, env)
    super(body)
    @socket = env["puma.socket"] # other servers have none, and cork none
  end

  def each
    __getobj__.each do |part|
      yield part
      @socket&.setsockopt(:TCP, :NODELAY, true)
    end
  end
end
