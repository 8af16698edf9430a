# frozen_string_literal: true

require "fileutils"
require "minitest/autorun"
require "tmpdir"
require_relative "adapter"

# What `harness frameworks new` begins with works as it is.
class ScaffoldsTest < Minitest::Test
  PARTS = %w[adapter.rb agent apps profiler sdk].freeze

  def test_a_framework_to_begin_with_is_known_and_answers
    Dir.mktmpdir("harness-ruby-") do |folder|
      system("cp", "-rL", *PARTS, folder, chdir: Adapter::FOLDER, exception: true) # links lead to other adapters
      write("framework", folder, "name" => "my-app")
      Adapter.open(folder: folder) do |adapter|
        assert_equal '{"id":7}', adapter.echo(adapter.start("my-app"), '{ "id": 7 }')
      end
    end
  end

  private

  # Writes a scaffold into a folder as the host does, with the values in the place of their names.
  def write(kind, folder, values)
    scaffold = "#{Adapter::FOLDER}/scaffolds/#{kind}"
    instructions = JSON.parse(File.read("#{scaffold}/scaffold.json"))
    fill = ->(text) { text.gsub(/\{\{(\w+)\}\}/) { values.fetch(Regexp.last_match(1)) } }
    Dir.glob("**/*", base: "#{scaffold}/files").each do |path|
      file = "#{scaffold}/files/#{path}"
      put("#{folder}/#{fill[path]}", fill[File.read(file)], File.stat(file).mode) if File.file?(file)
    end
    instructions.fetch("lines", []).each { |line| insert("#{folder}/#{line["file"]}", line["before"], fill[line["text"]]) }
  end

  def put(file, text, mode)
    FileUtils.mkdir_p(File.dirname(file))
    File.write(file, text, perm: mode)
  end

  def insert(file, before, text)
    lines = File.readlines(file, chomp: true)
    lines.insert(lines.index { |line| line.lstrip.start_with?(before) }, text)
    File.write(file, lines.join("\n"))
  end
end
