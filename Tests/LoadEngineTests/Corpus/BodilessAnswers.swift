@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §6.3, rule 1: 204 and 304 end with their head, whatever it says; 205 is framed as any other.
  static let bodiless = Topic(
    "answers without a body",
    [204, 304].flatMap { status in
      each(
        .whole(status: status), in: { "HTTP/1.1 \(status) None\r\n\($0)\r\n" },
        [
          "\(status)": "",
          "\(status) with a length": "Content-Length: 9\r\n",
          "\(status) with a length over the limit": "Content-Length: 9223372036854775807\r\n",
          "\(status) that says chunked": "Transfer-Encoding: chunked\r\n",
        ])
    },
    each(
      .whole(status: 204, closes: true), ["204 with close": "HTTP/1.1 204 A\r\nConnection: close\r\n\r\n"]),
    each(.whole(status: 204, closes: true), ["204 of HTTP/1.0": "HTTP/1.0 204 A\r\n\r\n"]),
    each(.refused(.contentLength), ["304 with a bad length": "HTTP/1.1 304 A\r\nContent-Length: x\r\n\r\n"]),
    each(
      .whole(status: 205),
      [
        "205 of length zero": "HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n",
        "205 of no chunks": "HTTP/1.1 205 Reset\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ]),
    each(.whole("ok", status: 205), ["205 with a body": "HTTP/1.1 205 Reset\r\nContent-Length: 2\r\n\r\nok"]),
    each(.untilClose("", status: 205), ["205 without a length": "HTTP/1.1 205 Reset\r\n\r\n"]))

  /// RFC 9112 §6.3, rule 1: an answer to HEAD ends with its head.
  static let head = Topic(
    "answers to HEAD",
    each(
      .whole(), to: .head, in: { "HTTP/1.1 200 OK\r\n\($0)\r\n" },
      [
        "no framing": "",
        "a length": "Content-Length: 9\r\n",
        "a length over the limit": "Content-Length: 9223372036854775807\r\n",
        "chunked": "Transfer-Encoding: chunked\r\n",
        "gzip": "Transfer-Encoding: gzip\r\n",
      ]),
    each(
      .whole(closes: true), to: .head,
      [
        "close": "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.0": "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n",
        "length and chunked": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n",
      ]),
    each(.whole(status: 404), to: .head, ["404": "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n"]),
    each(
      .whole(rest: 2), to: .head, ["a body all the same": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"]),
    each(
      .refused(.contentLength), to: .head, ["a bad length": "HTTP/1.1 200 OK\r\nContent-Length: +9\r\n\r\n"]),
    each(
      .refused(.transferEncoding), to: .head,
      ["chunked twice": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n"]),
    each(.truncated, to: .head, ["cut off": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r"]))
}
