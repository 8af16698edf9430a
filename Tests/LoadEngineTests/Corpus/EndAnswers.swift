@testable import LoadEngine

extension Corpus {
  /// RFC 9112 §6.3, rule 8: without any length the body lasts until the connection is closed.
  static let untilClose = Topic(
    "bodies until close",
    each(
      .untilClose("all\r\n\r\nof it"), in: { "\($0)\r\n\r\nall\r\n\r\nof it" },
      [
        "no framing": "HTTP/1.1 200 OK",
        "HTTP/1.0": "HTTP/1.0 200 OK",
        "keep-alive, which cannot be kept": "HTTP/1.0 200 OK\r\nConnection: keep-alive",
        "close": "HTTP/1.1 200 OK\r\nConnection: close",
      ]),
    each(.untilClose(""), ["an empty one": "HTTP/1.1 200 OK\r\n\r\n"]),
    each(.untilClose("no", status: 500), ["of an error": "HTTP/1.1 500 Oops\r\n\r\nno"]),
    each(
      .untilClose("HTTP/1.1 200 OK\r\n\r\n"),
      ["one like another answer": "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"]))

  /// Bytes after the end belong to no answer that was asked for, and are left over.
  static let surplus = Topic(
    "surplus",
    each(
      .whole("ok", rest: 40), in: { $0 + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno" },
      [
        "an answer after a length": ok("A: b"),
        "an answer after chunks": chunked("2\r\nok\r\n0\r\n\r\n"),
        "an answer after a trailer": chunked("2\r\nok\r\n0\r\nA: b\r\n\r\n"),
      ]),
    each(.whole("ok", closes: true, rest: 2), ["bytes after close": ok("Connection: close") + "no"]),
    each(
      .whole("ok", rest: 2),
      [
        "a line end after a length": ok("A: b") + "\r\n",
        "a line end after chunks": chunked("2\r\nok\r\n0\r\n\r\n") + "\r\n",
      ]),
    each(.whole("ok", rest: 1), ["a byte": ok("A: b") + "\0"]),
    each(.whole(rest: 2), ["bytes after length zero": "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nno"]),
    each(.whole(status: 204, rest: 4), ["a body after 204": "HTTP/1.1 204 None\r\n\r\nbody"]),
    each(
      .whole(status: 304, rest: 4), ["a body after 304": "HTTP/1.1 304 Same\r\nContent-Length: 4\r\n\r\nbody"]
    ),
    each(.whole("ok", rest: 25), ["an interim answer": ok("A: b") + "HTTP/1.1 100 Continue\r\n\r\n"]))

  /// RFC 9112 §8: what ends before its end is incomplete.
  static let truncated = Topic(
    "truncated",
    each(
      .truncated,
      [
        "nothing": "",
        "after a byte": "H",
        "in the status line": "HTTP/1.1 200",
        "between CR and LF": "HTTP/1.1 200 OK\r",
        "after the status line": "HTTP/1.1 200 OK\r\n",
        "in a field": "HTTP/1.1 200 OK\r\nContent-Len",
        "in the head's last line": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r",
        "before the body": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
        "in the body": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no",
        "after an interim answer": "HTTP/1.1 100 Continue\r\n\r\n",
      ]),
    each(
      .truncated, in: chunked,
      [
        "before a chunk": "",
        "in a chunk's size": "2",
        "in a chunk": "2\r\no",
        "after a chunk's data": "2\r\nok",
        "in a chunk's end": "2\r\nok\r",
        "after a chunk": "2\r\nok\r\n",
        "in the last chunk": "2\r\nok\r\n0",
        "after the last chunk": "2\r\nok\r\n0\r\n",
        "in the trailer": "2\r\nok\r\n0\r\nA: b\r\n",
      ]))
}
