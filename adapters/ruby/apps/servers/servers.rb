# frozen_string_literal: true

# A server of Rack apps, which the serve.rb in the folder of its name starts.
RackServer = Struct.new(
  :gem,
  :package, # the Debian package that has it
  :words, # for a description
  :deviations,
  keyword_init: true
)

PUMA = RackServer.new(gem: "puma", package: "puma", words: "puma with five threads per worker", deviations: [])

UNICORN = RackServer.new(
  gem: "unicorn", package: "unicorn", words: "unicorn",
  deviations: [{
    id: "no-keep-alive", workloads: [],
    description: "unicorn closes each connection after its answer, which it leaves to a proxy in front of it"
  }]
)
