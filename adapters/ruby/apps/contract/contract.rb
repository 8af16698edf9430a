# frozen_string_literal: true

# What the apps share of the workload contract: reading and writing JSON, parameters and their types, validation.
%w[endpoint flat_parameters form_counts json_body parameters refusal unreadable].each { require_relative _1 }
