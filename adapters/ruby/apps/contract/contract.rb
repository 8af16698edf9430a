# frozen_string_literal: true

# What the apps share of the workload contract: reading and writing JSON, parameters and their types, validation,
# event streams and WebSockets.
%w[
  endpoint flat_parameters flushed form_counts json_body parameters refusal ticks unreadable
].each { require_relative _1 }

autoload :EchoSocket, File.expand_path("echo_socket", __dir__) # with its event loop, for those alone who ask for it
