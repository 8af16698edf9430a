package import Record

/// Connections that are held open beside a load.
package protocol HeldConnections: Sendable {
  /// Closes them; what came of them. Again is harmless. `memoryBefore`: what the app used before they were opened.
  func end(memoryBefore: LoadFigures.Held.Memory?) async throws -> LoadFigures.Held
}

/// How patiently streams are waited for until all are open.
enum Opening {
  /// In how many looks nothing may change, and how far they are apart.
  private static let (looks, pause) = (1000, Duration.milliseconds(5))

  /// Whether all become open; `open` says how many are, nil: there is nothing more to wait for.
  static func isComplete(_ asked: Int, _ open: () -> Int?) async -> Bool {
    var (seen, idle) = (0, 0)
    while idle < looks, !Task.isCancelled, let open = open() {
      if open >= asked { return true }
      (seen, idle) = (open, open == seen ? idle + 1 : 0)
      try? await Task.sleep(for: pause)
    }
    return false
  }

  /// Why nothing is measured when fewer were kept.
  static func failure(kept: Int, of asked: Int) -> Trial.Failure {
    Trial.Failure(
      stage: .measure,
      reason: "the app kept \(kept) of \(asked) connections open, beside which requests were to be sent")
  }
}
