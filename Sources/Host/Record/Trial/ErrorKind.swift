/// The kinds of failed requests, which are names for programs, in words for people.
package enum ErrorKind {
  /// What requests of a kind met, as it stands behind their number; a kind that is not here has its name.
  package static func words(_ kind: String) -> String { known[kind] ?? kind }

  private static let known = [
    "connect": "could not connect", "reset": "reset or closed by the server without an answer",
    "closedIdle": "closed by the server without an answer, on a connection that had carried others",
    "timeout": "timed out", "status4xx": "answered with a status of 4xx",
    "status5xx": "answered with a status of 5xx", "unexpectedStatus": "answered with an unexpected status",
    "truncated": "cut off in the answer", "malformed": "answered by something else than HTTP/1.1",
    "tooLarge": "answered with more than is read", "capture": "answered without a value that is needed",
    "check": "answered with another value than expected",
    "shed": "not sent, since too many had failed", "wrongBody": "answered with the wrong body",
  ]
}
