@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §5; RFC 9110 §5.5, §5.6.
  static let fields = Topic(
    "fields",
    each(
      .whole("ok"), in: ok,
      [
        "an empty value": "A:",
        "a value of blanks": "A: \t ",
        "blanks around the value": "A:\t b \t",
        "no blank before the value": "A:b",
        "colons in the value": "A: b:c::",
        "a name of every token character": "!#$%&'*+-.^_`|~09AZaz: b",
        "obs-text in the value": "A: \u{80}\u{fc}\u{ff}",
        "delimiters in the value": "A: \"b\\\"c\", (d) <e> {f} [g] @h /i ?j =k",
        "a name twice": "A: b\r\na: c",
        "a long name": "\(String(repeating: "a", count: 300)): b",
        "a long value": "A: \(String(repeating: "b", count: 500))",
        "a hundred": Array(repeating: "A: b", count: 100).joined(separator: "\r\n"),
        "a value that looks like framing": "A: Content-Length: 9",
        "a folded value": "A: b\r\n folded",
        "a value folded with a tab": "A: b\r\n\tfolded",
        "a value that begins on the next line": "A:\r\n b",
        "a value folded twice, once blank": "A: b\r\n \t\r\n  c",
        "a fold that looks like framing": "A: b\r\n Content-Length: 9\r\n\tConnection: close",
      ]),
    each(
      .refused(.field), in: ok,
      [
        "no colon": "NoColon",
        "no name": ": b",
        "a space before the colon": "A : b",
        "a tab before the colon": "A\t: b",
        "a space within the name": "A b: c",
        "a quote in the name": "A\"b: c",
        "parentheses in the name": "(A): b",
        "obs-text in the name": "N\u{e4}me: b",
        "NUL in the name": "A\0: b",
        "NUL in the value": "A: b\0",
        "BEL in the value": "A: \u{07}",
        "ESC in the value": "A: \u{1b}[1m",
        "DEL in the value": "A: \u{7f}",
        "a bare CR in the value": "A: b\rc",
        "two CRs at its end": "A: b\r",
        "only a CR": "\r",
        "a blank before the first": " A: b",
        "a blank line before the first": " ",
        "a control character in a fold": "A: b\r\n c\0",
        "a fold of Connection": "Connection: keep-alive,\r\n close",
        "a status line among them": "HTTP/1.1 200 OK",
      ]),
    each(
      .refused(.field), in: { "HTTP/1.1 200 OK\r\n\($0)\r\n\r\nok" },
      [
        "a fold of Content-Length": "Content-Length: 2\r\n 0",
        "a fold of Transfer-Encoding": "Transfer-Encoding: gzip,\r\n chunked",
        "a blank line after a field that frames": "Content-Length: 2\r\n ",
      ]),
    each(
      .refused(.lineEnding), in: { "HTTP/1.1 200 OK\r\n\($0)" },
      [
        "one ended by LF": "A: b\nContent-Length: 0\r\n\r\n",
        "the last one ended by LF": "Content-Length: 0\n\r\n",
        "the head ended by LF": "Content-Length: 0\r\n\n",
        "a LF within the value": "A: b\nc\r\nContent-Length: 0\r\n\r\n",
      ]))

  /// RFC 9112 §9.3, §9.6; RFC 9110 §7.6.1.
  static let connection = Topic(
    "Connection",
    each(
      .whole("ok"), in: ok,
      [
        "keep-alive": "Connection: keep-alive",
        "keep-alive with its parameters": "Connection: keep-alive\r\nKeep-Alive: timeout=5, max=1",
        "nothing": "Connection:",
        "only commas": "Connection: , ,",
        "another option": "Connection: upgrade",
        "an option that begins with close": "Connection: closed",
        "an option that ends in close": "Connection: foreclose",
        "a quoted close": "Connection: \"close\"",
        "close in another field": "X-Connection: close\r\nProxy-Connection: close",
      ]),
    each(
      .whole("ok", closes: true), in: ok,
      [
        "close": "Connection: close",
        "close without a blank": "connection:close",
        "close in upper case": "CONNECTION: CLOSE",
        "close at the end of a list": "Connection: upgrade , Close",
        "close at the start of a list": "Connection: close,upgrade",
        "close after empty elements": "Connection: ,,close,",
        "close in the second field": "Connection: upgrade\r\nConnection: close",
        "close beside keep-alive": "Connection: keep-alive, close",
      ]),
    each(
      .whole("ok"), in: old,
      [
        "HTTP/1.0 with keep-alive": "Connection: Keep-Alive",
        "HTTP/1.0 with keep-alive in a list": "Connection: foo, keep-alive",
      ]),
    each(
      .whole("ok", closes: true), in: old,
      [
        "HTTP/1.0 says nothing": "A: b",
        "HTTP/1.0 with close": "Connection: close",
        "HTTP/1.0 with both": "Connection: keep-alive, close",
        "HTTP/1.0 with another option": "Connection: keep-alive-not",
      ]))

  private static func old(_ lines: String) -> String {
    "HTTP/1.0 200 OK\r\n\(lines)\r\nContent-Length: 2\r\n\r\nok"
  }
}
