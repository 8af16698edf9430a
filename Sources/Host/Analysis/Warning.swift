/// A doubt about a result, shown wherever the result is shown.
package struct Warning: Codable, Equatable, Sendable {
  /// What kind of doubt.
  package enum Kind: String, Codable, Sendable {
    /// Requests failed during the measured window.
    case errors
    /// An answer was not what was asked for.
    case wrongAnswers = "wrong-answers"
    /// Trials failed a validity gate.
    case gate
    /// The reference and its twin differed by more than what matters.
    case noisy
    /// Warm-ups ended without a steady state.
    case notSteady = "not-steady"
    /// Processes of an app ended while it was measured.
    case vanished
    /// Too few blocks to decide anything.
    case fewBlocks = "few-blocks"
    /// Generator and apps share processors.
    case sharedProcessors = "shared-processors"
    /// Not all planned trials took place.
    case incomplete
    /// A framework could not be measured.
    case failed
  }

  /// What kind of doubt.
  package let kind: Kind
  /// What happened and on what, in a sentence.
  package let message: String
  /// What would help; nil where nothing simple does.
  package let help: String?

  /// A doubt, and what would help against it.
  package init(_ kind: Kind, _ message: String, help: String? = nil) {
    self.kind = kind
    self.message = message
    self.help = help
  }
}
