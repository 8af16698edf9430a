# frozen_string_literal: true

require_relative "app"

map("/validated") { run Validated }
map("/") { run Raw }
