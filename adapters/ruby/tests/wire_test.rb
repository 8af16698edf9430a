# frozen_string_literal: true

require "English"
require "json"
require "minitest/autorun"
require "open3"
require "pty"
require_relative "../apps/contract/parameters"
require_relative "../sdk/wire"

ADAPTER = File.expand_path("..", __dir__)
SPECIFICATION = File.expand_path("../../Sources/AdapterProtocol/Specification/v1", ADAPTER)
EXAMPLES = "#{SPECIFICATION}/examples".freeze
STREAM = "{\"a\":1}\r\n\n{\"b\":\"é\"}\n".b
LINES = ["{\"a\":1}".b, "{\"b\":\"é\"}".b].freeze

class WireTest < Minitest::Test
  def test_lines_are_found_however_the_bytes_arrive
    single = Wire::LineFramer.new
    assert_equal LINES, STREAM.each_char.flat_map { |byte| single.feed(byte) }
    (0..STREAM.bytesize).each do |cut|
      framer = Wire::LineFramer.new
      assert_equal LINES, framer.feed(STREAM.byteslice(0, cut)) + framer.feed(STREAM.byteslice(cut..))
    end
  end

  def test_what_is_no_message_is_refused_with_the_right_code
    codes = {
      "nonsense" => -32_700, "[1]" => -32_600, "{\"id\":1}" => -32_600, "\xff".b => -32_700,
      "{\"id\":1,\"method\":\"\xff\"}".b => -32_700
    }
    codes.each do |line, code|
      assert_equal code, assert_raises(ProtocolError) { Wire.parse(line) }.code
    end
  end

  def test_of_a_line_that_is_too_long_no_more_is_kept_than_tells_so
    framer = Wire::LineFramer.new
    lines = Array.new(300) { framer.feed("x" * 65_536) }.flatten + framer.feed("\n{}\n")
    assert_equal [Wire::MAXIMUM_BYTES + 2, 2], lines.map(&:bytesize)
  end

  def test_the_shared_examples_survive
    files = Dir.glob("#{EXAMPLES}/*/*.json")
    assert_operator files.size, :>, 15
    files.each do |file|
      message = Wire.parse(File.read(file))
      assert_equal JSON.parse(File.read(file)), Wire.parse(Wire.serialise(message))
      assert_equal message.key?("method"), File.basename(File.dirname(file)).match?(/Request|Notification/)
    end
  end

  def test_typed_values_are_strict
    %w[1e3 1.5 abc].each { |text| assert_nil Parameters.parse({ "type" => "integer" }, text) }
    %w[NaN Infinity .5].each { |text| assert_nil Parameters.parse({ "type" => "float" }, text) }
    %w[2024-02-30 2024-13-01].each { |text| assert_nil Parameters.parse({ "type" => "date" }, text) }
    date_time = Parameters.parse({ "type" => "datetime" }, "2024-01-15T12:30:00+02:00")
    assert_equal "2024-01-15T10:30:00Z", date_time
  end
end

class ServerTest < Minitest::Test
  HOSTILE = <<~RUBY
    require "./sdk/wire"
    wire = Wire.claim_stdout
    puts "at import time"
    require "./sdk/server"
    class Framework
      def description = "hostile"
      def deviations = []
      def prepare(_progress)
        puts "from the framework"
        IO.for_fd(1, autoclose: false).syswrite("raw bytes\\n")
        system("echo from a child")
        { runtime: "r", framework: "f", server: "s" }
      end
    end
    Server.new("hostile", "1", {}, { "hostile" => Framework.new }, wire).run
  RUBY

  # What an adapter answers to lines that come in pieces, to the request "last" at the end; it ends with its input.
  def converse(arguments, lines)
    Open3.popen2("ruby", *arguments, chdir: ADAPTER, err: File::NULL) do |input, output, process|
      lines.each do |line|
        size = line.bytesize < 1000 ? 7 : line.bytesize
        (0...line.bytesize).step(size) { |start| input.write(line.byteslice(start, size)) }
      end
      answers = [JSON.parse(output.gets)]
      answers << JSON.parse(output.gets) until answers.last["id"] == "last"
      input.close
      assert_equal 0, process.value.exitstatus
      assert_equal "", output.read
      answers
    end
  end

  # A line of lines.json as bytes, its end included.
  def assemble(parts)
    pieces = parts.map do |part|
      part = { "text" => part } if part.is_a?(String)
      part["hex"] ? [part["hex"]].pack("H*") : part["text"].sub("FRAMEWORK", "sinatra").b * part.fetch("times", 1)
    end
    "#{pieces.join}\n".b
  end

  def test_every_line_has_the_answer_of_the_specification
    cases = JSON.parse(File.read("#{SPECIFICATION}/lines.json"))
    answers = converse(["adapter.rb"], cases.map { |it| assemble(it["line"]) })
    expected = cases.select { |it| it["answer"] }
    wanted = expected.map { |it| it.values_at("what") + it["answer"].values_at("id", "code") }
    found = answers.each_with_index.map { |it, index| [expected.dig(index, "what"), it["id"], it.dig("error", "code")] }
    assert_equal wanted, found
    expected.zip(answers) { |it, answer| assert_includes answer.dig("error", "message").to_s, it["answer"]["says"].to_s }
  end

  def test_a_terminal_is_told_what_the_adapter_is
    PTY.open do |_, terminal|
      command = ["ruby", "adapter.rb", { chdir: ADAPTER, in: terminal, err: %i[child out] }]
      assert_includes IO.popen(command, &:read), "ruby adapter 1 of harness"
      assert_equal 2, $CHILD_STATUS.exitstatus
    end
  end

  def test_stray_output_never_reaches_the_wire
    request = { jsonrpc: "2.0", id: "last", method: "app/prepare", params: { framework: "hostile" } }
    answers = converse(["-e", HOSTILE], ["#{JSON.generate(request)}\n"])
    assert_equal "s", answers[0].dig("result", "versions", "server")
  end
end
