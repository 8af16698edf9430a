import Analysis
package import Record

extension ConformanceRecord.Failure {
  /// Which check failed, what was asked, and what came instead of what.
  package var words: String { "\(check): \(request) → expected \(expected), got \(got)" }
}

extension Trial.Failure {
  /// Where in the trial it went wrong, and what failed.
  package var words: String { "\(stage.rawValue): \(reason)" }
}

extension Cell.Reason {
  /// Why there is no number, or not one for every block; `gates` are the cell's, where it is at hand.
  func words(_ names: Names, _ gates: [GateSummary] = []) -> String {
    switch self {
    case .gates(let failed):
      GateWords.failures(gates.filter { failed.contains($0.gate) })
        ?? "no trial passed the validity gates \(failed.joined(separator: ", "))"
    case .refused(let first, let others): Self.words(first, others: others)
    case .absent: "the app has no such route"
    case .failed(let failure): failure.words
    case .tooFewRequests(let measure, let needed):
      "blocks had fewer than \(Figures.count(needed, "request")), which \(names[measure]) needs"
    case .notReached: "the run ended before"
    }
  }

  private static func words(_ failure: ConformanceRecord.Failure, others: Int) -> String {
    let more = others > 0 ? ", and \(Figures.count(others, "other check")) failed" : ""
    return failure.words + more
  }
}

extension Cell {
  /// What became of a cell without a number.
  var stateWords: String { state == .measured ? "n/a" : state.rawValue }

  /// What went wrong in a cell: failed requests by kind, wrong answers, why a number is missing; nil: nothing.
  func problems(_ names: Names) -> String? {
    let kinds = errors.sorted { $0.key < $1.key }.map {
      "\(Figures.count($0.value)) \(ErrorKind.words($0.key))"
    }
    let wrong = wrongAnswers > 0 ? [Figures.count(wrongAnswers, "wrong answer")] : []
    let all = kinds + wrong + [reason?.words(names, gates)].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }
}
