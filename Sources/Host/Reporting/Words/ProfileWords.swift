import Analysis
import Record

extension Profile.Absence {
  /// Why a field has no value.
  var words: String {
    switch self {
    case .noTrial: "no trial was valid"
    case .unavailable(let reason): reason
    case .nothing(let role):
      "the runtime tells nothing of \(RoleWords.of(role)?.title ?? role.rawValue)"
    }
  }
}

extension ProfileBaseline.Absence {
  /// Why a condition has no ratio.
  func words(_ names: Names) -> String {
    func side(_ isBaseline: Bool) -> String { isBaseline ? "the baseline" : "this run" }
    return switch self {
    case .missing(let participant, let reason): "\(participant): \(reason.words(names))"
    case .noCommonBlock: "no block has both"
    case .notPartOf(let baseline): "not part of \(side(baseline))"
    case .noNumber(let baseline): "no valid number in \(side(baseline))"
    }
  }
}

extension TellingFigure {
  /// What it is, for people.
  var title: String { RoleWords.of(reading.role)?.title ?? reading.title }

  /// The figure, marked when it tells something, e.g. `! garbage collection 8.21 % of the time`.
  var line: String { "\(isTelling ? "!" : " ") \(title) \(text(reading.value))" }

  /// Why it tells something; nil where its role has no words.
  var reason: String? {
    RoleWords.of(reading.role)?.reason.map { "! \(title) from \(text(threshold)) on: \($0)" }
  }

  private func text(_ value: Double) -> String {
    reading.text(value) + (reading.basis.map { " \($0.words)" } ?? "")
  }
}
