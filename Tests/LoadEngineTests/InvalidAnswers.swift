@testable import LoadEngine

extension AnswerCase {
  static let invalid: [AnswerCase] = [
    (Malformation.statusLine, badStatusLines), (.lineEnding, badLineEndings), (.field, badFields),
    (.contentLength, badContentLengths), (.transferEncoding, badTransferEncodings), (.chunk, badChunks),
    (.switchedProtocols, ["HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"]),
    (.bodyTooLarge, ["HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n"]),
  ].flatMap { reason, texts in
    texts.map { AnswerCase(text: $0, expected: ParsedAnswer(.malformed(reason))) }
  }

  private static let badStatusLines = [
    "\r\nHTTP/1.1 200 OK\r\n", " HTTP/1.1 200 OK\r\n", "http/1.1 200 OK\r\n", "HTTP/2.0 200 OK\r\n",
    "HTTP/1.1\r\n", "HTTP/1.1 200\r\n", "HTTP/1.1  200 OK\r\n", "HTTP/1.1\t200 OK\r\n", "HTTP/1.x 200 OK\r\n",
    "HTTP/1.1 2O0 OK\r\n", "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 099 OK\r\n",
    "HTTP/1.1 600 OK\r\n", "HTTP/1.1 -20 OK\r\n", "HTTP/1.1 200OK\r\n", "HTTP/1.1 200 O\0K\r\n",
    "HTTP/1.1 200 O\u{7f}K\r\n", "HTTP/1.12 200 OK\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "GET / HTTP/1.1\r\n",
    "<html>",
  ]

  private static let badLineEndings = [
    "HTTP/1.1 200 OK\n", "HTTP/1.1 200 OK\r\nA: b\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nok\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\n0\r\n",
  ]

  private static let badFields =
    [
      "NoColon", ": empty name", "Name : space before the colon", "Na me: space within", "Na\"me: x",
      "Näme: x", "A: nul\0", "A: bell\u{07}", "A: bare\rCR", "A: del\u{7f}", "A: b\r\n folded",
      "A: b\r\n\tfolded",
      " leading: space", "(A): b",
    ].map { "HTTP/1.1 200 OK\r\n\($0)\r\nContent-Length: 0\r\n\r\n" } + [
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n folded\r\n\r\n",
    ]

  private static let badContentLengths = [
    "", ",", "x", "-1", "+2", "2x", "0x2", "2.0", "2 2", "2, 3", "2\r\nContent-Length: 3",
    "9223372036854775808", "99999999999999999999999999", "2;q=1", "２",
  ].map { "HTTP/1.1 200 OK\r\nContent-Length: \($0)\r\n\r\nok" }

  private static let badTransferEncodings = [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: ,\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
  ]

  private static let badChunks = [
    "\r\n", "g\r\n", "-1\r\n", "0x2\r\nok\r\n", "2 \r\nok\r\n", " 2\r\nok\r\n", "2 x\r\nok\r\n",
    ";ext\r\n", "2;\u{07}\r\nok\r\n", "2\r\nokay\r\n", "2\r\nok0\r\n\r\n", "1\r\nok\r\n0\r\n\r\n",
    "8000000000000000\r\n", "10000000000000000\r\n", "fffffffffffffffff\r\n",
    "2;" + String(repeating: "x", count: 5000),
  ].map { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\($0)" }
}
