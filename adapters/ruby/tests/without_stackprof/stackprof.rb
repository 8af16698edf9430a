# frozen_string_literal: true

raise LoadError, "no stackprof here"
