# frozen_string_literal: true

require "fileutils"
require "minitest/autorun"
require "open3"
require "tmpdir"
require_relative "adapter"

# What `harness frameworks new` and `harness adapters new` begin with works as it is.
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

  def test_an_adapter_to_begin_with_passes_its_own_test
    Dir.mktmpdir("harness-ruby-") do |folder|
      write("adapter", folder, "name" => "perl", "language" => "Perl", "unserved" => '"path-int"')
      output, status = Open3.capture2e(RbConfig.ruby, "test", chdir: folder)
      assert status.success?, output
    end
  end

  private

  # Writes a scaffold into a folder as the host does, with the values in the place of their names.
  def write(kind, folder, values)
    scaffold = "#{Adapter::FOLDER}/scaffolds/#{kind}"
    instructions = { "copies" => [], "lines" => [], **JSON.parse(File.read("#{scaffold}/scaffold.json")) }
    fill = ->(text) { text.gsub(/\{\{(\w+)\}\}/) { values.fetch(Regexp.last_match(1)) } }
    Dir.glob("**/*", base: "#{scaffold}/files").each do |path|
      file = "#{scaffold}/files/#{path}"
      put("#{folder}/#{fill[path]}", fill[File.read(file)]) if File.file?(file)
    end
    instructions["copies"].each { |path| put("#{folder}/#{path}", File.read("#{Adapter::FOLDER}/#{path}")) }
    instructions["lines"].each { |line| insert("#{folder}/#{line["file"]}", line["before"], fill[line["text"]]) }
  end

  def put(file, text)
    FileUtils.mkdir_p(File.dirname(file))
    File.write(file, text)
  end

  def insert(file, before, text)
    lines = File.readlines(file, chomp: true)
    lines.insert(lines.index { |line| line.lstrip.start_with?(before) }, text)
    File.write(file, lines.join("\n"))
  end
end
