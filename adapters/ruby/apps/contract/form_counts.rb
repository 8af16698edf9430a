# frozen_string_literal: true

# How many files and texts a multipart form has.
module FormCounts
  # Of the parts as Rack parses them, by name; each is a text, or a hash that describes a file.
  def self.of(parts)
    files, fields = parts.values.flatten.partition { |part| part.is_a?(Hash) }
    bytes = files.sum { |file| file[:tempfile].size }
    { files_received: files.size, fields_received: fields.size, total_bytes: bytes }
  end
end
