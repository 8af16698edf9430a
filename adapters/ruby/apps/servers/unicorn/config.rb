# frozen_string_literal: true

listen "127.0.0.1:#{ENV.fetch("PORT")}"
worker_processes Integer(ENV.fetch("HARNESS_WORKERS"))
preload_app true
