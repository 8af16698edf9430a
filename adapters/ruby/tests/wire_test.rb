# frozen_string_literal: true

require "English"
require "json"
require "minitest/autorun"
require "open3"
require "pty"
require_relative "../apps/sinatra/parameters"
require_relative "../sdk/wire"

ADAPTER = File.expand_path("..", __dir__)
EXAMPLES = File.expand_path("../../Sources/AdapterProtocol/Specification/v1/examples", ADAPTER)
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

  # What an adapter answers to lines that come in pieces; it ends with its input.
  def converse(arguments, lines, piece_bytes = 7)
    Open3.popen2("ruby", *arguments, chdir: ADAPTER, err: File::NULL) do |input, output, process|
      data = lines.map { |line| "#{line.is_a?(String) ? line : JSON.generate(line)}\n" }.join.b
      data.scan(/.{1,#{piece_bytes}}/mn) { |piece| input.write(piece) }
      answers = lines.map { JSON.parse(output.gets) }
      input.close
      assert_equal 0, process.value.exitstatus
      assert_equal "", output.read
      answers
    end
  end

  def request(id, method, params)
    { jsonrpc: "2.0", id: id, method: method, params: params }
  end

  def test_bad_lines_are_answered_and_the_adapter_goes_on
    answers = converse(
      ["adapter.rb"],
      [
        "nonsense", "[1]", request(1, "no/such", {}), request(2, "app/start", { framework: "sinatra" }),
        request(3, "app/prepare", { framework: "größer" }), request(4, "app/stop", { app: "9" }),
        request(5, "initialize", { protocolVersions: [99] }),
        request(6, "initialize", { protocolVersions: [1], new: 1 })
      ]
    )
    codes = answers.map { |answer| answer.dig("error", "code") }
    assert_equal [-32_700, -32_600, -32_601, -32_602, -32_001, -32_005, -32_010, nil], codes
    assert_equal [nil, nil, 1, 2, 3, 4, 5, 6], answers.map { |answer| answer["id"] }
  end

  def test_a_line_of_sixteen_megabytes_is_answered
    line = request(1, "initialize", { protocolVersions: [1], new: "x" * (16 << 20) })
    answers = converse(["adapter.rb"], [line], 65_536)
    assert_equal 1, answers[0].dig("result", "protocolVersion")
  end

  def test_a_terminal_is_told_what_the_adapter_is
    PTY.open do |_, terminal|
      command = ["ruby", "adapter.rb", { chdir: ADAPTER, in: terminal, err: %i[child out] }]
      assert_includes IO.popen(command, &:read), "ruby adapter 1 of harness"
      assert_equal 2, $CHILD_STATUS.exitstatus
    end
  end

  def test_stray_output_never_reaches_the_wire
    answers = converse(["-e", HOSTILE], [request(1, "app/prepare", { framework: "hostile" })])
    assert_equal "s", answers[0].dig("result", "versions", "server")
  end
end
