import Record

/// Checks and their failures, as they come.
struct Findings {
  /// Not found, method not allowed, not implemented.
  private static let statusesWithoutRoute = [404, 405, 501]
  /// A server that gives no answer this often is not asked again.
  private static let silenceLimit = 3
  private(set) var outcome = ConformanceFindings()
  private var silences = 0

  /// Whether a request's status says that there is no route, which is told then.
  mutating func findsNoRoute(_ request: String, expected: String, _ status: Int) -> Bool {
    guard Self.statusesWithoutRoute.contains(status) else { return false }
    check("route", request, expected: expected) { "status \(status)" }
    outcome.isAbsent = true
    return true
  }

  /// Counts a check; `difference` returns what came instead of what was expected, or throws when nothing came.
  mutating func check(_ name: String, _ request: String, expected: String, difference: () throws -> String?) {
    guard silences < Self.silenceLimit else { return }
    outcome.checks += 1
    let got: String?
    do { got = try difference() } catch {
      silences += 1
      got = "no answer: \(error)"
    }
    guard let got else { return }
    outcome.failures.append(
      .init(check: name, request: request.shortened, expected: expected.shortened, got: got.shortened))
  }
}

extension String {
  /// On one line, at most 200 characters of it.
  fileprivate var shortened: String {
    let line = split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 200 ? line.prefix(200) + "…" : line
  }
}
