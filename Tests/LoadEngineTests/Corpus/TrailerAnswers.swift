@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §7.1.2; RFC 9110 §6.5.1: fields that would frame or route are not taken from a trailer.
  static let trailers = Topic(
    "trailers",
    each(
      .whole("ok"), in: trailer,
      [
        "a field": "Sum: 1",
        "several fields": "A: b\r\nC:\r\nE: \t f ",
        "obs-text": "A: \u{fc}",
        "a folded value": "A: b\r\n\tc",
        "Content-Length": "Content-Length: 77",
        "a bad Content-Length": "Content-Length: x",
        "Transfer-Encoding": "Transfer-Encoding: gzip",
        "Connection": "Connection: close",
        "a value that looks like an answer": "A: HTTP/1.1 200 OK",
      ]),
    each(
      .refused(.field), in: trailer,
      [
        "no colon": "NoColon",
        "no name": ": b",
        "a space before the colon": "A : b",
        "a fold without a field before it": " folded",
        "NUL in the value": "A: \0",
        "a bare CR in the value": "A: b\rc",
        "a control character in a fold": "A: b\r\n \u{1b}",
        "another chunk": "2\r\nok",
        "the next answer": "HTTP/1.1 200 OK",
      ]),
    each(
      .refused(.field),
      [
        "a fold of the head's last field":
          headOf("Transfer-Encoding: chunked\r\nA: b") + "0\r\n folded\r\n\r\n"
      ]),
    each(.refused(.lineEnding), in: chunked, ["a field ended by LF": "2\r\nok\r\n0\r\nA: b\n\r\n"]))

  private static func trailer(_ lines: String) -> String { chunked("2\r\nok\r\n0\r\n\(lines)\r\n\r\n") }
}
