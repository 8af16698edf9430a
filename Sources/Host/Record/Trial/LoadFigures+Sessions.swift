extension LoadFigures {
  /// What users did beside their flows.
  package struct Sessions: Codable, Equatable, Sendable {
    /// Users that began, those that began before the window included.
    package let begun: Int
    /// How long it took before the window until they had.
    package let preparationNanoseconds: Int
    /// Requests that were sent in the window and while draining.
    package let sent: Int
    /// Those of them that were answered as they should be, until the end of the drain.
    package let answered: Int
    /// Those of them that were answered before the window ended.
    package let answeredInWindow: Int
    /// How often requests were sent again; they count once.
    package let retries: Int
    /// Requests under way, the mean over the window, from when each was due; nil without an answer.
    package let requestsUnderWay: Double?

    /// What users did.
    package init(
      begun: Int, preparationNanoseconds: Int, sent: Int, answered: Int, answeredInWindow: Int, retries: Int,
      requestsUnderWay: Double?
    ) {
      self.begun = begun
      self.preparationNanoseconds = preparationNanoseconds
      self.sent = sent
      self.answered = answered
      self.answeredInWindow = answeredInWindow
      self.retries = retries
      self.requestsUnderWay = requestsUnderWay
    }
  }
}
