import Analysis
import Foundation
import Record

/// `junit.xml`: a suite per family, a case per condition and participant, which fails where the app's answers or its trials do; for
/// continuous integration.
struct JUnitExporter: FileExporter {
  let fileName = "junit.xml"

  func render(_ comparison: Comparison, of record: RunRecord) throws -> Data {
    let findings = Findings(comparison, record)
    let suites = comparison.families.map { suite($0, findings) }
    let xml: HTML = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="harness \(record.run.id)">
      \(suites)</testsuites>

      """
    return Data(xml.source.utf8)
  }

  private func suite(_ family: FamilyComparison, _ findings: Findings) -> HTML {
    let cells = family.points.flatMap { point in point.cells.map { (point: point, cell: $0) } }
    func count(_ outcomes: Outcome.Kind...) -> Int {
      cells.count { outcomes.contains(Outcome($0.cell, findings.names).kind) }
    }
    return """
      <testsuite name="\(family.title)" tests="\(cells.count)" failures="\(count(.failure))" errors="\(count(.error))" \
      skipped="\(count(.skipped))" timestamp="\(findings.record.run.startedAt.formatted(.iso8601))">
      \(cells.map { testcase($0.cell, $0.point, family, findings) })</testsuite>

      """
  }

  private func testcase(
    _ cell: Cell, _ point: Point, _ family: FamilyComparison, _ findings: Findings
  ) -> HTML {
    let verdicts = point.contests.compactMap { contest in
      findings.names.measure(contest.measure).map { line(cell, contest, $0, findings) }
    }
    return """
      <testcase classname="\(family.title).\(point.condition.label)" name="\(cell.participant)">\
      \(Outcome(cell, findings.names).html)<system-out>\(verdicts.joined(separator: "\n"))</system-out></testcase>

      """
  }

  /// What a measure says of a participant, and what may be said of it beside the reference.
  private func line(_ cell: Cell, _ contest: Contest, _ measure: Measure, _ findings: Findings) -> String {
    let value = cell.figures[measure.id].map { measure.text($0) } ?? cell.stateWords
    let pair = contest.pairs(with: findings.reference)[cell.participant].map {
      ", \(PairWords.ratio($0.ratio, $0.interval)) of \(findings.reference): \($0.verdict.words)"
    }
    return "\(measure.title) \(value)\(pair ?? "")"
  }
}

/// What a cell is as a test.
private struct Outcome {
  /// As the format calls it.
  enum Kind: String { case success, failure, error, skipped }

  let kind: Kind
  private let reason: String

  init(_ cell: Cell, _ names: Names) {
    kind =
      switch cell.state {
      case .measured: .success
      case .invalid, .refused: .failure
      case .failed: .error
      case .absent: .skipped
      }
    reason = cell.problems(names) ?? cell.state.rawValue
  }

  var html: HTML {
    kind == .success ? "" : "<\(kind.rawValue) message=\"\(reason)\"/>"
  }
}
