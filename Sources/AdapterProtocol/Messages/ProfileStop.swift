/// Asks the adapter for what was sampled since `profile/start`, and to sample no more (rules F3–F6).
public struct ProfileStopRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = ProfileStopResponse
  /// The name on the wire.
  public static let method = "profile/stop"

  /// The app's name, from `app/start`.
  public var app: String

  /// Asks for the profile of an app.
  public init(app: String) { self.app = app }
}

/// The stacks of all of an app's processes together.
public struct ProfileStopResponse: Codable, Equatable, Sendable {
  /// A line per distinct stack: its frames, the outermost first, parted by `;`, a blank and its share in the unit.
  public var folded: String
  /// How many samples the stacks are made of.
  public var samples: Int
  /// How many the profiler knows to have missed.
  public var lost: Int
  /// Doubts about the profile, for people.
  public var notes: [String]

  /// A profile.
  public init(folded: String, samples: Int, lost: Int, notes: [String]) {
    self.folded = folded
    self.samples = samples
    self.lost = lost
    self.notes = notes
  }
}
