import Foundation
import TestSupport
import Testing

@testable import Statistics

/// Compares every function with SciPy on a thousand random inputs, which `scripts/references/cases.py`
/// makes.
@Suite struct SciPyTests {
  @Test func `every function agrees with SciPy`() async throws {
    let cases = try JSONDecoder().decode(
      [String: [SciPyCase]].self, from: await ReferenceScript.run("cases.py"))
    #expect(Set(cases.keys) == Set(SciPyAgreement.all.map(\.function) + ["bca"]))
    for agreement in SciPyAgreement.all {
      let cases = try #require(cases[agreement.function])
      #expect(cases.count >= 1000)
      let wrong = cases.filter { !agreement.holds(for: $0) }
      #expect(
        wrong.isEmpty,
        """
        \(agreement.function): \(wrong.count) of \(cases.count) differ by more than \(agreement.tolerance), \
        first \(wrong.first.map { "\($0), ours \(agreement.ours($0))" } ?? "")
        """)
    }
    try compareBootstraps(#require(cases["bca"]))
  }

  /// Both draw a thousand resamples of their own. An end of an interval then has a standard error of about
  /// .11 standard errors of the mean, more in a long tail, so the difference of two has .16: single ends may
  /// differ by six times that, their mean over all cases by five times that ÷ √1000.
  private func compareBootstraps(_ cases: [SciPyCase]) throws {
    let differences = try cases.enumerated().map { index, expected in
      let bootstrap = BCaBootstrap(of: expected.samples[0], resamples: 1000, seed: UInt64(index)) { sample in
        sample.reduce(0, +) / Double(sample.count)
      }
      let interval = try #require(bootstrap?.interval(level: 0.95))
      return [interval.lower - expected.expected[0], interval.upper - expected.expected[1]].map {
        $0 / expected.numbers[0]
      }
    }
    for end in 0...1 {
      let ends = differences.map { $0[end] }
      let summary = try #require(Summary(of: ends))
      #expect(summary.count >= 1000 && summary.minimum > -0.96 && summary.maximum < 0.96)
      #expect(abs(summary.mean) < 0.025, "end \(end)")
    }
  }
}

/// One random input and what SciPy makes of it.
struct SciPyCase: Decodable {
  let samples: [[Double]]
  let numbers, expected: [Double]
}
