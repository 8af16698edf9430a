import Testing

@testable import LoadEngine

/// An answer as a server could send it, and what must be made of it when the connection closes after it.
struct AnswerCase: CustomTestStringConvertible {
  let text: String
  let expected: ParsedAnswer

  var bytes: [UInt8] { Array(text.utf8) }
  var testDescription: String { text.debugDescription }

  static let all = valid + invalid

  static let valid: [AnswerCase] = fixed + bodiless + chunked + untilClose + truncated

  private static func whole(
    _ text: String, _ body: String = "", status: Int = 200, keeps: Bool = true, surplus: Int = 0
  ) -> AnswerCase {
    AnswerCase(
      text: text,
      expected: ParsedAnswer(.complete(surplus: surplus), status: status, body: body, keepsConnection: keeps))
  }

  private static let fixed = [
    whole("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\ncontent-length:2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nCONTENT-LENGTH: \t 2 \t\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nContent-Length: 000000000000000000000002\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    whole("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nContent-Length: ,2,\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\r\n\r\n", "\r\n\r\n"),
    whole("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 Très\t bien\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", "no", status: 404),
    whole("HTTP/1.1 599 Odd\r\nContent-Length: 0\r\n\r\n", status: 599),
    whole("HTTP/1.9 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nX:\r\nX-Content-Length: 9\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\n!#$%&'*+-.^_`|~09AZaz: ü\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP", "ok", surplus: 4),
    whole("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "ok", keeps: false),
    whole("HTTP/1.1 200 OK\r\nConnection: upgrade, CLOSE\r\nContent-Length: 2\r\n\r\nok", "ok", keeps: false),
    whole("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nConnection: closed\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.1 200 OK\r\nX-Connection: close\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", keeps: false),
    whole("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole(
      "HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\nContent-Length: 2\r\n\r\nok", "ok", keeps: false),
  ]

  private static let bodiless = [
    whole("HTTP/1.1 204 No Content\r\n\r\n", status: 204),
    whole("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n", status: 204),
    whole("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", status: 304),
    whole("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", status: 304),
    whole("HTTP/1.1 204 No Content\r\n\r\nbody", status: 204, surplus: 4),
    whole("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok"),
    whole(
      "HTTP/1.1 103 Early Hints\r\nConnection: close\r\nContent-Length: 9\r\n\r\n"
        + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", status: 204),
  ]

  private static let chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

  private static let chunked = [
    whole(chunkedHead + "2\r\nok\r\n0\r\n\r\n", "ok"),
    whole(chunkedHead + "1\r\no\r\n1\r\nk\r\n0\r\n\r\n", "ok"),
    whole(chunkedHead + "0\r\n\r\n"),
    whole(chunkedHead + "00\r\n\r\n"),
    whole(chunkedHead + "0000000000000000000000000002\r\nok\r\n0\r\n\r\n", "ok"),
    whole(chunkedHead + "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"),
    whole(chunkedHead + "2;a=b;c=\"d;e\"\r\nok\r\n0;last\r\n\r\n", "ok"),
    whole(chunkedHead + "2 \t;a=b\r\nok\r\n0\r\n\r\n", "ok"),
    whole(chunkedHead + "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
    whole(chunkedHead + "2\r\nok\r\n0\r\nX-Sum: 1\r\nContent-Length: 77\r\n\r\n", "ok"),
    whole(chunkedHead + "2\r\nok\r\n0\r\n\r\nmore", "ok", surplus: 4),
    whole("HTTP/1.1 200 OK\r\ntransfer-encoding:\tCHUNKED \r\n\r\n2\r\nok\r\n0\r\n\r\n", "ok"),
    whole("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, , chunked,\r\n\r\n2\r\nok\r\n0\r\n\r\n", "ok"),
    whole(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
      "ok"),
    whole(
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "ok",
      keeps: false),
    whole(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n", "ok",
      keeps: false),
  ]

  private static let untilClose = [
    ("HTTP/1.1 200 OK\r\n\r\nall of it", "all of it"),
    ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nall\r\n\r\nof it", "all\r\n\r\nof it"),
    ("HTTP/1.1 200 OK\r\n\r\n", ""),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n2\r\nok", "2\r\nok"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nzip", "zip"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nzip", "zip"),
  ].map { AnswerCase(text: $0.0, expected: ParsedAnswer(.completeAtClose, status: 200, body: $0.1)) }

  private static let truncated = [
    "", "H", "HTTP/1.1 200", "HTTP/1.1 200 OK\r", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Len",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no",
    "HTTP/1.1 100 Continue\r\n\r\n", chunkedHead, chunkedHead + "2", chunkedHead + "2\r\no",
    chunkedHead + "2\r\nok", chunkedHead + "2\r\nok\r", chunkedHead + "2\r\nok\r\n",
    chunkedHead + "2\r\nok\r\n0\r\n", chunkedHead + "2\r\nok\r\n0\r\nX: y\r\n",
  ].map { AnswerCase(text: $0, expected: ParsedAnswer(.truncated)) }
}
