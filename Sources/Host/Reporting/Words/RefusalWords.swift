package import Analysis

extension RunDifference {
  /// The difference in a sentence.
  var words: String { "\(what) differs: \(baseline) in the baseline, \(compare) in the other run" }
}

extension RunComparison.Refusal {
  /// Why two runs are not compared, and what would help.
  package var words: String {
    switch self {
    case .noCommonCell(let baseline, let compare):
      "\(baseline) and \(compare) have no cell in common: nobody was measured under the same condition "
        + "in both; `harness results list` shows what they have"
    case .loadDiffers(let differences):
      "the runs were loaded differently, so their figures are not of the same thing: "
        + differences.map(\.words).joined(separator: "; ")
        + "; measure again with the same settings, or compare all the same with --force"
    }
  }
}
