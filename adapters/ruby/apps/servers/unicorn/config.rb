# frozen_string_literal: true

listen "127.0.0.1:#{ENV.fetch("PORT")}"
worker_processes Integer(ENV.fetch("HARNESS_WORKERS"))
preload_app true
timeout 3600 # after which it kills a worker whose answer still lasts, as a stream of events may
