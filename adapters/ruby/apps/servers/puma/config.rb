# frozen_string_literal: true

bind "tcp://127.0.0.1:#{ENV.fetch("PORT")}"
threads 5, 5
count = Integer(ENV.fetch("HARNESS_WORKERS"))
if count > 1
  workers count
  preload_app!
end
