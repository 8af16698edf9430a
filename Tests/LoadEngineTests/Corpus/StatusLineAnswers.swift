@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §4; RFC 9110 §15.
  static let statusLines = Topic(
    "status line",
    each(
      .whole("ok"), in: length,
      [
        "the usual one": "HTTP/1.1 200 OK",
        "no reason after the space": "HTTP/1.1 200 ",
        "a reason of tabs and spaces": "HTTP/1.1 200 \t very \t well ",
        "obs-text in the reason": "HTTP/1.1 200 tr\u{e8}s \u{80}\u{ff}",
        "digits and colons in the reason": "HTTP/1.1 200 200: OK",
        "a later minor version": "HTTP/1.9 200 OK",
        "no space after the status": "HTTP/1.1 200",
      ]),
    each(.whole("ok", closes: true), in: length, ["HTTP/1.0": "HTTP/1.0 200 OK"]),
    ["201", "206", "299", "300", "404", "418", "500", "599"].map(status),
    // Not valid, and answers all the same, as with a status of 5xx (RFC 9110 §15).
    ["000", "099", "600", "999"].map(status),
    each(
      .refused(.statusLine), in: { "\($0)\r\nContent-Length: 0\r\n\r\n" },
      [
        "an empty line before it": "\r\nHTTP/1.1 200 OK",
        "a space before it": " HTTP/1.1 200 OK",
        "a byte order mark before it": "\u{ef}\u{bb}\u{bf}HTTP/1.1 200 OK",
        "lower case": "http/1.1 200 OK",
        "HTTP/2.0": "HTTP/2.0 200 OK",
        "HTTP/0.9": "HTTP/0.9 200 OK",
        "no minor version": "HTTP/1 200 OK",
        "a dot without minor version": "HTTP/1. 200 OK",
        "a minor version of two digits": "HTTP/1.12 200 OK",
        "a major version of two digits": "HTTP/01.1 200 OK",
        "a letter for the minor version": "HTTP/1.x 200 OK",
        "a comma in the version": "HTTP/1,1 200 OK",
        "another protocol's name": "ICY 200 OK",
        "only the version": "HTTP/1.1",
        "the version and a space": "HTTP/1.1 ",
        "the reason next to the status": "HTTP/1.1 200OK",
        "two spaces before the status": "HTTP/1.1  200 OK",
        "a tab before the status": "HTTP/1.1\t200 OK",
        "a tab after the status": "HTTP/1.1 200\tOK",
        "a letter in the status": "HTTP/1.1 2O0 OK",
        "a status of two digits": "HTTP/1.1 20 OK",
        "a status of four digits": "HTTP/1.1 2000 OK",
        "a negative status": "HTTP/1.1 -20 OK",
        "a status with a plus sign": "HTTP/1.1 +20 OK",
        "NUL in the reason": "HTTP/1.1 200 O\0K",
        "ESC in the reason": "HTTP/1.1 200 \u{1b}[1mOK",
        "DEL in the reason": "HTTP/1.1 200 O\u{7f}K",
        "a bare CR in the reason": "HTTP/1.1 200 O\rK",
        "two CRs at its end": "HTTP/1.1 200 OK\r",
        "a request": "GET / HTTP/1.1",
        "a greeting of SSH": "SSH-2.0-OpenSSH_9.2",
        "a TLS alert": "\u{15}\u{3}\u{1}\0\u{2}\u{2}\u{46}",
        "an HTTP/2 SETTINGS frame": "\0\0\0\u{4}\0\0\0\0\0",
        "a page without a head, its line ended by LF": "<html>\n",
        "a beginning, ended by LF": "HTTP\n",
      ]),
    each(
      .refused(.statusLine), ["not HTTP before any line has ended": "<", "HTTP/2 in seven bytes": "HTTP/2."]),
    each(
      .refused(.lineEnding),
      [
        "ended by LF": "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        "only LF throughout": "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
      ]))

  /// RFC 9110 §15.2: a client passes over interim answers, expected or not.
  static let interim = Topic(
    "interim answers",
    each(
      .whole("ok"), in: { $0 + length("HTTP/1.1 200 OK") },
      [
        "100": "HTTP/1.1 100 Continue\r\n\r\n",
        "103 with fields": "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nLink: </b.css>\r\n\r\n",
        "an unknown one": "HTTP/1.1 199 \r\n\r\n",
        "several": "HTTP/1.1 100 A\r\n\r\nHTTP/1.1 102 B\r\n\r\nHTTP/1.1 103 C\r\n\r\n",
        "one that says close": "HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\n",
        "one with a length": "HTTP/1.1 100 Continue\r\nContent-Length: 9\r\n\r\n",
        "one that says chunked": "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n",
        "one of HTTP/1.0": "HTTP/1.0 100 Continue\r\n\r\n",
      ]),
    each(.whole(status: 204), ["before 204": "HTTP/1.1 100 A\r\n\r\nHTTP/1.1 204 B\r\n\r\n"]),
    each(
      .whole(), to: .head,
      ["before an answer to HEAD": "HTTP/1.1 100 A\r\n\r\n" + length("HTTP/1.1 200 B", "")]),
    each(
      .untilClose("all"), ["before a body until close": "HTTP/1.1 100 A\r\n\r\nHTTP/1.1 200 B\r\n\r\nall"]),
    each(
      .refused(.switchedProtocols),
      [
        "101, which nobody asked for": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "101 after 100": "HTTP/1.1 100 A\r\n\r\nHTTP/1.1 101 B\r\nUpgrade: x\r\n\r\n",
      ]),
    each(
      .refused(.field),
      ["a bad field in one": "HTTP/1.1 100 A\r\nno colon\r\n\r\n" + length("HTTP/1.1 200 B")]),
    each(.refused(.contentLength), ["a bad length in one": "HTTP/1.1 100 A\r\nContent-Length: x\r\n\r\n"]),
    each(
      .refused(.field),
      ["a fold of its last field": "HTTP/1.1 100 A\r\nA: b\r\n\r\nHTTP/1.1 204 B\r\n c\r\n\r\n"]),
    each(.refused(.statusLine), ["a body after one": "HTTP/1.1 100 A\r\nContent-Length: 2\r\n\r\nok"]))

  private static func status(_ digits: String) -> AnswerCase {
    AnswerCase(
      "status \(digits)", length("HTTP/1.1 \(digits) Any"), .whole("ok", status: Int(digits) ?? -1))
  }

  private static func length(_ statusLine: String) -> String { length(statusLine, "ok") }

  private static func length(_ statusLine: String, _ body: String) -> String {
    "\(statusLine)\r\nContent-Length: 2\r\n\r\n\(body)"
  }
}
