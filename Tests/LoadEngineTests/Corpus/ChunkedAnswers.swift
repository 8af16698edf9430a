@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §7.1.
  static let chunks = Topic(
    "chunks",
    each(
      .whole("ok"), in: chunked,
      [
        "one": "2\r\nok\r\n0\r\n\r\n",
        "two": "1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        "leading zeros": "0000000000000000000000000002\r\nok\r\n0\r\n\r\n",
        "many zeros as the last": "2\r\nok\r\n0000000000000000000000\r\n\r\n",
      ]),
    each(.whole(), in: chunked, ["only the last": "0\r\n\r\n"]),
    each(
      .whole("0123456789abcdef0123456789abcdef"), in: chunked,
      [
        "hexadecimal digits in lower case":
          "a\r\n0123456789\r\n16\r\nabcdef0123456789abcdef\r\n0\r\n\r\n",
        "hexadecimal digits in upper case": "1F\r\n0123456789abcdef0123456789abcde\r\n01\r\nf\r\n0\r\n\r\n",
        "hexadecimal digits in both": "B\r\n0123456789a\r\nb\r\nbcdef012345\r\nA\r\n6789abcdef\r\n0\r\n\r\n",
      ]),
    each(.whole("\r\n\r\n"), in: chunked, ["data of line ends": "4\r\n\r\n\r\n\r\n0\r\n\r\n"]),
    each(.whole("0\r\n\r\n"), in: chunked, ["data like a last chunk": "5\r\n0\r\n\r\n\r\n0\r\n\r\n"]),
    each(
      .refused(.chunk), in: chunked,
      [
        "no size": "\r\n",
        "no size after a chunk": "2\r\nok\r\n\r\n0\r\n\r\n",
        "a letter beyond f": "g\r\n",
        "a negative size": "-1\r\n",
        "a plus sign": "+2\r\nok\r\n0\r\n\r\n",
        "the prefix 0x": "0x2\r\nok\r\n0\r\n\r\n",
        "an underscore": "0_2\r\nok\r\n0\r\n\r\n",
        "a blank before the size": " 2\r\nok\r\n0\r\n\r\n",
        "a blank after the size": "2 \r\nok\r\n0\r\n\r\n",
        "a word after the size": "2 x\r\nok\r\n0\r\n\r\n",
        "a bare CR after the size": "2\r\r\nok\r\n0\r\n\r\n",
        "NUL after the size": "2\0\r\nok\r\n0\r\n\r\n",
        "2^63": "8000000000000000\r\n",
        "2^64": "10000000000000000\r\n",
        "2^64 + 2": "10000000000000002\r\nok\r\n0\r\n\r\n",
        "17 times f": "fffffffffffffffff\r\n",
        "more data than its size": "2\r\nokay\r\n0\r\n\r\n",
        "less data than its size": "4\r\nok\r\n0\r\n\r\n",
        "no line end after the data": "2\r\nok0\r\n\r\n",
        "CR without LF after the data": "2\r\nok\r0\r\n\r\n",
      ]),
    each(
      .refused(.lineEnding), in: chunked,
      [
        "LF after the size": "2\nok\r\n0\r\n\r\n",
        "LF after the data": "2\r\nok\n0\r\n\r\n",
        "LF after the last": "2\r\nok\r\n0\n\r\n",
        "LF as the last line": "2\r\nok\r\n0\r\n\n",
        "a byte and LF after the data": "2\r\nok!\n0\r\n\r\n",
      ]),
    each(
      .refused(.bodyTooLarge), in: chunked,
      [
        "2^63 - 1": "7fffffffffffffff\r\n",
        "a byte over 1 MiB": "100001\r\n",
        "a byte over 1 MiB together": "2\r\nok\r\nfffff\r\n",
      ]))

  /// RFC 9112 §7.1.1: unknown ones are ignored; well formed or not, they end with the line.
  static let chunkExtensions = Topic(
    "chunk extensions",
    each(
      .whole("ok"), in: { chunked("2\($0)\r\nok\r\n0\r\n\r\n") },
      [
        "a name": ";a",
        "a name and a value": ";a=b",
        "several": ";a=b;c;d=e",
        "blanks before the semicolon": " \t;a=b",
        "blanks around everything": " ; a = b ; c",
        "a quoted value with delimiters": ";a=\"b;c=d, e\"",
        "a quoted value with escapes": ";a=\"b\\\"c\\\\\"",
        "an empty quoted value": ";a=\"\"",
        "obs-text": ";a=\"\u{fc}\u{ff}\"",
        "only a semicolon": ";",
        "semicolons": ";;",
        "a value without a name": ";=b",
        "a quote that does not end": ";a=\"b",
        "words without a semicolon between": ";a b",
      ]),
    each(.whole("ok"), in: chunked, ["on the last chunk": "2\r\nok\r\n0;last=\"yes\"\r\n\r\n"]),
    each(
      .refused(.chunk), in: { chunked("2\($0)\r\nok\r\n0\r\n\r\n") },
      [
        "no semicolon": "a=b",
        "a comma for the semicolon": ",a=b",
        "BEL": ";\u{07}",
        "NUL": ";a=\0",
        "a bare CR": ";a\rb",
        "a line end after a backslash in quotes": ";a=\"\\\r",
      ]),
    each(
      .refused(.chunkLineTooLong), in: chunked,
      [
        "more than 4 KiB": "2;" + String(repeating: "x", count: 4096) + "\r\nok\r\n0\r\n\r\n",
        "more than 4 KiB of zeros": String(repeating: "0", count: 4096) + "2\r\nok\r\n0\r\n\r\n",
      ]),
    each(.refused(.chunk), in: chunked, ["without a size": ";a=b\r\nok\r\n0\r\n\r\n"]),
    each(.refused(.lineEnding), in: chunked, ["ended by LF": "2;a=b\nok\r\n0\r\n\r\n"]))
}
