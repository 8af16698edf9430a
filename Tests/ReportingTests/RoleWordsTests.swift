import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

@Test func `every figure of a runtime has a title of its own, and those with a threshold a reason`() {
  let words = RuntimeFigure.all.compactMap { figure in RoleWords.of(figure.role).map { (figure, $0) } }
  #expect(words.count == RuntimeFigure.all.count)
  #expect(Set(words.map(\.1.title)).count == words.count)
  for (figure, words) in words {
    #expect((figure.threshold == nil) == (words.reason == nil), "\(figure.role)")
  }
  #expect(RoleWords.of("nothing") == nil)
}

/// docs/PROFILING.md has the table of the code.
@Test func `every threshold is documented with its reason`() throws {
  let text = try String(contentsOf: Project.folder.appending(path: "docs/PROFILING.md"), encoding: .utf8)
  let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { row in
    row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }
  for figure in RuntimeFigure.all {
    guard let threshold = figure.threshold, let words = RoleWords.of(figure.role) else { continue }
    let row = rows.first { $0[0] == words.title && $0.count == 3 }
    let numbers = [(1, ""), (100, " %"), (1e-6, " ms")].map { scale, unit in
      (threshold * scale).formatted(.number.grouping(.never)) + unit
    }
    #expect(row.map { numbers.contains($0[1]) && $0[2] == words.reason } == true, "\(words.title)")
  }
}
