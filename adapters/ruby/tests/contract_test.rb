# frozen_string_literal: true

require "minitest/autorun"
require_relative "conversation"
require_relative "samples"

class ContractTest < Minitest::Test
  include Conversation

  FORM = "application/x-www-form-urlencoded"
  MULTIPART = "multipart/form-data; boundary=B"
  PREFIXES = ["", "/validated"].freeze
  NO_JSON = [
    "", "{", '{"id":1,', "NaN", "[1e400]", "\xff", "[\"\xff\"]", "[1] 2",
    "[" * 100_000, "9" * 5000, "-#{"9" * 5000}"
  ].freeze

  def test_json_bodies_come_back_whole_and_in_chunks
    Samples.endpoints("json").product(PREFIXES) do |(path, schema), prefix|
      value = Samples.sample(schema)
      bodies = [JSON.generate(value), JSON.pretty_generate(value), JSON.generate(value, ascii_only: true)]
      bodies.each do |body|
        assert_answer value, post(prefix + path, body, JSON_TYPE)
        assert_answer value, post(prefix + path, StringIO.new(body), JSON_TYPE)
      end
    end
  end

  def test_a_body_of_two_megabytes_is_taken
    assert_answer ["ü" * 1_000_000], post("/json/small", JSON.generate(["ü" * 1_000_000]), JSON_TYPE)
  end

  def test_each_rule_of_a_json_body_is_kept
    Samples.endpoints("json").each do |path, schema|
      Samples.broken(schema).each do |rule, value|
        assert_refused "#{path} #{rule}", post("/validated#{path}", JSON.generate(value), JSON_TYPE)
      end
    end
  end

  def test_what_is_no_json_is_refused_raw_and_validated
    Samples.endpoints("json").product(PREFIXES, NO_JSON) do |(path), prefix, body|
      assert_refused "#{prefix}#{path} #{body[0, 10].inspect}", post(prefix + path, body, JSON_TYPE)
    end
  end

  def test_lone_surrogates_break_nothing
    Samples.endpoints("json").product(PREFIXES) do |(path, schema), prefix|
      valid = JSON.generate(Samples.sample(schema))
      bodies = %w[\ud800 \udc00].flat_map do |lone|
        ["\"#{lone}\"", "{\"#{lone}\":1}", valid.gsub(/:"[^"]*"/) { ":\"#{lone}\"" }]
      end
      bodies.each { |body| assert_operator post(prefix + path, body, JSON_TYPE).code, :<, "500", body[0, 99] }
    end
  end

  def test_multipart_forms_are_counted
    counts = { "files_received" => 2, "fields_received" => 3, "total_bytes" => 22 }
    Samples.endpoints("multipart").product(PREFIXES) do |(path), prefix|
      body = Samples.multipart(files: 2, texts: 3)
      assert_answer counts, post(prefix + path, body, MULTIPART)
      assert_answer counts, post(prefix + path, StringIO.new(body), MULTIPART)
    end
  end

  def test_what_is_no_multipart_form_or_has_no_file_is_refused
    cases = {
      "no file" => [Samples.multipart(files: 0), MULTIPART], "no multipart" => ["nonsense", MULTIPART],
      "cut" => [Samples.multipart(files: 1)[0..-9], MULTIPART], "empty" => ["", MULTIPART],
      "no boundary" => ["nonsense", "multipart/form-data"],
      "JSON" => ["{}", JSON_TYPE], "a form" => ["a=b", FORM],
      "300 files" => [Samples.multipart(files: 300), MULTIPART]
    }
    Samples.endpoints("multipart").product(cases.to_a) do |(path), (what, (body, type))|
      assert_refused "#{path} #{what}", post("/validated#{path}", body, type)
      assert_operator post(path, body, type).code, :<, "500", what
    end
  end

  def test_forms_and_queries_come_back
    PREFIXES.each do |prefix|
      Samples.endpoints("form").each do |path, rules|
        pairs, answer = Samples.fields(rules, raw: prefix.empty?)
        assert_answer answer, post(prefix + path, URI.encode_www_form(pairs), FORM)
        assert_answer answer, post(prefix + path, StringIO.new(URI.encode_www_form(pairs)), FORM)
      end
      Samples.endpoints("query").each do |path, rules|
        [rules, rules.select { |rule| rule["required"] }].each do |given|
          pairs, answer = Samples.fields(given, raw: prefix.empty?)
          assert_answer answer, get(query(prefix + path, pairs))
        end
      end
    end
  end

  def test_a_file_is_no_text_of_a_form
    body = Samples.multipart(files: 1).sub('name="file"', 'name="name"')
    assert_refused "a file", post("/validated/urlencoded/simple", body, MULTIPART)
  end

  def test_names_are_never_parsed
    names = "a[b]=1&a=2&c=2&c=&c=3&d[]=4&[]=5&e[f][]=6&g;h=7&i"
    answer = {
      "a[b]" => "1", "a" => "2", "c" => ["2", "", "3"], "d[]" => "4", "[]" => "5", "e[f][]" => "6",
      "g;h" => "7", "i" => ""
    }
    assert_answer answer, get("/query/few?#{names}")
    assert_answer answer, post("/urlencoded/simple", names, FORM)
    assert_answer({ "category" => "a b" }, get("/validated/query/medium?category=a+b&a=1&a[b]=2"))
    assert_answer({ "id" => "1" }, get("/path/simple/1?id=2&a=1&a[b]=2"))
  end

  def test_a_validated_array_of_one_stays_one
    answer = { "category" => "a b", "tags" => ["x"] }
    assert_answer answer, get("/validated/query/medium?category=a+b&tags=x")
  end

  def test_each_rule_of_forms_and_queries_is_kept
    Samples.endpoints("form").each do |path, rules|
      Samples.broken_fields(rules).each do |rule, pairs|
        assert_refused "#{path} #{rule}", post("/validated#{path}", URI.encode_www_form(pairs), FORM)
      end
    end
    Samples.endpoints("query").each do |path, rules|
      Samples.broken_fields(rules).each do |rule, pairs|
        assert_refused "#{path} #{rule}", get(query("/validated#{path}", pairs))
      end
    end
  end

  def test_texts_that_cannot_be_decoded_break_nothing
    ["%", "%zz", "%ff", "%00", "a&%ff=a", "\xff", "\xff%zz"].each do |text|
      PREFIXES.each do |prefix|
        answers = [
          *(["/query/few?q=", "/path/simple/"].map { |path| get(prefix + path + text) } if text.ascii_only?),
          post("#{prefix}/urlencoded/simple", "name=#{text}", FORM)
        ]
        answers.each { |answer| assert_operator answer.code, :<, "500", "#{prefix} #{text}" }
      end
    end
  end

  def test_path_parameters_come_back
    Samples.endpoints("parameters").product(PREFIXES) do |(path, rules), prefix|
      texts = rules.to_h { |rule| [rule["name"], rule["pattern"] ? %w[a-_Z9 a-_Z9] : Samples.typed(rule)] }
      target = path.gsub(/\{(\w+)\}/) { texts[$1][0] }
      assert_answer texts.transform_values { |_, value| value }, get(prefix + target)
    end
    decoded = { "gr%C3%BCn%20+%F0%9F%98%80%25" => "grün +😀%", "a%2Fb" => "a/b", "%2E%2E%5C" => "..\\" }
    decoded.each { |text, value| assert_answer({ "id" => value }, get("/path/simple/#{text}")) }
  end

  def test_bad_path_parameters_are_refused
    refused = {
      "/path/simple/" => ["x" * 256, "a.b", "a b", "ü", "a\n"],
      "/path/int/" => %w[-1 1.5 abc 9007199254740992 1e3],
      "/path/uuid/" => ["garbage", Samples::UUID[..-2]],
      "/path/date/" => %w[2024-02-30 2024-13-01 garbage 1704067200]
    }
    refused.each do |path, texts|
      texts.each do |text|
        encoded = URI.encode_www_form_component(text).gsub("+", "%20")
        assert_refused path + text, get("/validated#{path}#{encoded}")
      end
    end
  end

  def test_unknown_paths_and_head_requests_are_answered_sanely
    %w[/nope /validated/nope /json/tiny /validated/json/tiny /path/simple/a/b /validated].each do |path|
      [get(path), post(path, "{}", JSON_TYPE)].each do |answer|
        assert_equal ["404", JSON_TYPE], [answer.code, answer.content_type], path
      end
    end
    paths = %w[/health /path/int/1 /validated/query/few?q=a]
    paths.each { |path| assert_equal "200", ask("HEAD", path).code, path }
  end
end
