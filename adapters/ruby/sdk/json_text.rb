# frozen_string_literal: true

require "strscan"

# Reads JSON as RFC 8259 has it. Ruby's own parser takes comments and bad escapes for JSON, and makes of numbers that
# no double holds and of lone surrogates what it cannot write: here they are nil and U+FFFD.
class JSONText
  MAXIMUM_DEPTH = 512 # levels of arrays and objects

  NUMBER = /-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][+-]?\d++)?/
  WORDS = { "true" => true, "false" => false, "null" => nil }.freeze
  ESCAPES = { "b" => "\b", "f" => "\f", "n" => "\n", "r" => "\r", "t" => "\t" }.freeze # others stand for themselves

  # It is no JSON, and why.
  class Invalid < StandardError; end

  # The value that bytes stand for; raises Invalid.
  def self.parse(bytes)
    text = bytes.dup.force_encoding(Encoding::UTF_8)
    raise Invalid, "it is not UTF-8" unless text.valid_encoding?

    new(text).document
  end

  def initialize(text)
    @scanner = StringScanner.new(text)
  end

  def document
    result = value(0)
    refuse unless @scanner.eos?
    result
  end

  private

  # A value with the blanks around it.
  def value(depth)
    blanks
    result =
      if @scanner.skip(/"/) then string
      elsif @scanner.skip(/\{/) then object(deeper(depth))
      elsif @scanner.skip(/\[/) then array(deeper(depth))
      elsif (text = @scanner.scan(NUMBER)) then number(text)
      else WORDS[@scanner.scan(/true|false|null/) || refuse]
      end
    blanks
    result
  end

  def blanks
    @scanner.skip(/[ \t\r\n]*+/)
  end

  def expect(pattern)
    @scanner.skip(pattern) || refuse
  end

  def refuse
    raise Invalid, "something else was expected at byte #{@scanner.pos}"
  end

  def deeper(depth)
    raise Invalid, "it has more than #{MAXIMUM_DEPTH} levels of arrays and objects" if depth == MAXIMUM_DEPTH

    depth + 1
  end

  def array(depth)
    blanks
    values = []
    return values if @scanner.skip(/\]/)

    values << value(depth)
    values << value(depth) while @scanner.skip(/,/)
    expect(/\]/)
    values
  end

  def object(depth)
    blanks
    members = {}
    return members if @scanner.skip(/\}/)

    member(members, depth)
    member(members, depth) while @scanner.skip(/,/)
    expect(/\}/)
    members
  end

  def member(members, depth)
    blanks
    expect(/"/)
    name = string
    blanks
    expect(/:/)
    members[name] = value(depth)
  end

  def number(text)
    return text.to_i if text.length < 20 && text.match?(/\A-?\d+\z/)

    text.to_f.then { |value| value if value.finite? }
  end

  # What stands before the closing quotation mark.
  def string
    text = +""
    loop do
      text << @scanner.scan(/[^"\\\x00-\x1f]*+/)
      return text if @scanner.skip(/"/)

      text << escape
    end
  end

  def escape
    return character(@scanner[1].hex) if @scanner.skip(/\\u(\h{4})/)

    expect(%r{\\(["\\/bfnrt])})
    ESCAPES.fetch(@scanner[1], @scanner[1])
  end

  def character(unit)
    if unit.between?(0xd800, 0xdbff) && @scanner.skip(/\\u([dD][c-fC-F]\h\h)/)
      unit = 0x10000 + ((unit - 0xd800) << 10) + (@scanner[1].hex - 0xdc00)
    end
    unit.between?(0xd800, 0xdfff) ? "\ufffd" : [unit].pack("U")
  end
end
