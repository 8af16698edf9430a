@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §6.1; §6.3, rules 3 and 4.
  static let transferEncoding = Topic(
    "Transfer-Encoding",
    each(
      .whole("ok"), in: coded,
      [
        "upper case, blanks around": "transfer-encoding:\tCHUNKED \t",
        "mixed case": "tRaNsFeR-eNcOdInG:cHuNkEd",
        "gzip, then chunked": "Transfer-Encoding: gzip, chunked",
        "gzip, then chunked in two fields": "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "an unknown coding, then chunked": "Transfer-Encoding: x-zip,chunked",
        "empty elements": "Transfer-Encoding: ,gzip, , chunked,",
        "a parameter, then chunked": "Transfer-Encoding: x-zip ; level=9, chunked",
        "a quoted parameter, then chunked": "Transfer-Encoding: x-zip;a=\"b\", chunked",
        "among names that resemble it": "X-Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\nTE: x",
      ]),
    each(
      .whole("ok", closes: true), in: coded,
      [
        "after Content-Length": "Content-Length: 9\r\nTransfer-Encoding: chunked",
        "before Content-Length": "Transfer-Encoding: chunked\r\nContent-Length: 0",
        "beside a Content-Length over the limit":
          "Content-Length: 9223372036854775807\r\nTransfer-Encoding: chunked",
      ]),
    each(
      .untilClose("2\r\nok\r\n0\r\n\r\n"), in: coded,
      [
        "gzip": "Transfer-Encoding: gzip",
        "identity": "Transfer-Encoding: identity",
        "a coding that ends in chunked": "Transfer-Encoding: xchunked",
        "a coding that begins with chunked": "Transfer-Encoding: chunked-not",
        "chunked, then gzip": "Transfer-Encoding: chunked, gzip",
        "chunked, then gzip in two fields": "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
        "gzip beside Content-Length": "Transfer-Encoding: gzip\r\nContent-Length: 1",
        "chunked in a quoted parameter": "Transfer-Encoding: x-zip;a=\"b, chunked, c;d\"",
      ]),
    each(
      .refused(.transferEncoding), in: coded,
      [
        "nothing": "Transfer-Encoding:",
        "only a comma": "Transfer-Encoding: ,",
        "chunked in a fold": "Transfer-Encoding:\r\n chunked",
        "chunked twice": "Transfer-Encoding: chunked, chunked",
        "chunked in two fields": "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "chunked, gzip, chunked": "Transfer-Encoding: chunked, gzip, chunked",
        "chunked, gzip, chunked in three fields":
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "a parameter of chunked": "Transfer-Encoding: chunked;a=b",
        "a semicolon after chunked": "Transfer-Encoding: chunked ;",
        "a parameter without a coding": "Transfer-Encoding: ;a=b, chunked",
        "quotes": "Transfer-Encoding: \"chunked\"",
        "a space within": "Transfer-Encoding: chun ked",
        "obs-text": "Transfer-Encoding: \u{e7}hunked",
      ]),
    each(
      .refused(.transferEncoding), in: { "HTTP/1.0 200 OK\r\n\($0)\r\n\r\n2\r\nok\r\n0\r\n\r\n" },
      [
        "in HTTP/1.0": "Transfer-Encoding: chunked",
        "gzip in HTTP/1.0": "Transfer-Encoding: gzip",
        "in HTTP/1.0 beside Content-Length": "Content-Length: 2\r\nTransfer-Encoding: chunked",
      ]),
    each(
      .refused(.field), in: coded,
      [
        "a space before the colon": "Transfer-Encoding : chunked",
        "a vertical tab": "Transfer-Encoding: \u{0b}chunked",
        "NUL after chunked": "Transfer-Encoding: chunked\0",
      ]),
    each(
      .refused(.contentLength), in: coded,
      ["beside a bad Content-Length": "Transfer-Encoding: chunked\r\nContent-Length: x"]))

  private static func coded(_ lines: String) -> String { headOf(lines) + "2\r\nok\r\n0\r\n\r\n" }
}
