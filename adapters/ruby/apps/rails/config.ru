# frozen_string_literal: true

require_relative "config/application"

Application.initialize!
run Application
