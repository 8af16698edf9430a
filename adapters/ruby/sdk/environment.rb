# frozen_string_literal: true

# An app's environment.
module Environment
  # Variables that are lists, by name: `added` has what comes before the inherited value, and the separator.
  def self.before(inherited, added)
    added.to_h do |name, (first, separator)|
      [name, [first, inherited[name]].reject { |it| it.to_s.empty? }.join(separator)]
    end
  end
end
