# frozen_string_literal: true

require_relative "app"

use Rack::Head
use Rack::ContentLength
run App.new
