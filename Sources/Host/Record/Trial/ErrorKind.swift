/// The kinds of failed requests, which are names for programs, in words for people.
package enum ErrorKind {
  /// What requests of a kind met, as it stands behind their number; a kind that is not here has its name.
  package static func words(_ kind: String) -> String { known[kind] ?? kind }

  private static let known = [
    "connect": "without a connection", "reset": "cut off before the answer",
    "truncated": "cut off within the answer", "timeout": "without an answer in time",
    "status4xx": "with status 4xx", "status5xx": "with status 5xx", "unexpectedStatus": "with another status",
    "malformed": "with an answer that is not HTTP", "wrongBody": "with a wrong body",
  ]
}
