package import Record

/// Where participants' apps come from: the adapters, or a test's script.
package protocol AppHost: Sendable {
  /// Installs and builds what a participant's app needs, telling of each step from any thread; throws an `AppFailure`.
  func prepare(
    _ participant: Participant, progress: @escaping @Sendable (PreparationStep) -> Void
  ) async throws -> AppIntroduction

  /// Ends what apps have left behind; none runs when it is called.
  func endStrays()

  /// Starts a fresh process of a participant's app with a plan's settings, ready for a profiler if it is to be `profiled`; throws an
  /// `AppFailure`.
  func start(_ participant: Participant, _ load: Plan.Load, profiled: Bool) async throws -> any RunningApp
}

/// What a host says of a participant's app before it is started.
package struct AppIntroduction: Sendable {
  /// What the app and its adapter say of themselves.
  package let facts: FrameworkFacts
  /// What the app's metrics mean.
  package let metrics: [MetricFacts]

  /// An introduction.
  package init(facts: FrameworkFacts, metrics: [MetricFacts]) {
    self.facts = facts
    self.metrics = metrics
  }
}

/// A step on the way to an app that can be started.
package struct PreparationStep: Equatable, Sendable {
  /// What is done.
  package let message: String
  /// How much of it, from 0 to 1; nil where that is not known.
  package let fraction: Double?

  /// A step.
  package init(_ message: String, fraction: Double? = nil) {
    self.message = message
    self.fraction = fraction
  }
}

extension AppHost {
  /// Nothing is left behind where there are no processes.
  package func endStrays() {}

  /// Prepares a participant's app, telling the observer of each step in turn.
  package func prepare(
    _ participant: Participant, telling observer: any RunObserver
  ) async throws -> AppIntroduction {
    let (steps, step) = AsyncStream.makeStream(of: PreparationStep.self)
    step.yield(PreparationStep("prepare"))
    async let introduction = {
      defer { step.finish() }
      return try await prepare(participant) { step.yield($0) }
    }()
    for await step in steps { observer.began(.preparing(participant.id, step)) }
    return try await introduction
  }
}
