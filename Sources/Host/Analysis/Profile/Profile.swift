package import Record

/// What a run says of one participant, with all that its runtime tells. Stored as `profile.json`.
package struct Profile: Codable, Equatable, Sendable {
  /// The version of the stored form that this code writes.
  package static let currentSchemaVersion = 2

  /// How everything was loaded.
  package struct Settings: Codable, Equatable, Sendable {
    /// The suite asked for; nil when workloads were named one by one.
    package let suite: String?
    /// The most blocks that were planned.
    package let blocks: Int
    /// Seed of the order, the payloads and the resampling.
    package let seed: UInt64
    /// How it was measured, as far as that was fixed.
    package let procedure: Procedure
    /// What a fresh process was warmed up with; nil before that was known.
    package let warmup: Design.Warmup?
    /// How apps were started and loaded.
    package let load: Plan.Load
  }

  /// Why a field has no value.
  package enum Absence: Codable, Equatable, Sendable {
    /// No trial was valid; the cell says why.
    case noTrial
    /// The app could not tell it, in its adapter's or profiler's words.
    case unavailable(reason: String)
    /// Its runtime has nothing of that role.
    case nothing(role: Key<MetricFacts.Roles>)
  }

  /// One condition.
  package struct Part: Codable, Equatable, Sendable {
    /// Under what.
    package let condition: Condition
    /// What was measured: throughput, latency, cost, memory, and every metric.
    package let cell: Cell
    /// Student's 95 % interval of the first primary measure over blocks, on logarithms; nil with fewer than two.
    package let interval: Interval?
    /// Figures of the runtime by field; nil, stored as null, where there is none.
    package let metrics: [String: Double?]
    /// Why there is none, by field; `flameGraph` for the graph.
    package let unavailable: [String: Absence]
    /// The figures that tell most, at most three.
    package let telling: [TellingFigure]
    /// What the profiler saw, in a pass of its own.
    @Nullable package private(set) var flameGraph: FlameGraph?
  }

  /// What the profiler saw of an app under one condition.
  package struct FlameGraph: Codable, Equatable, Sendable {
    /// A frame and how much of all samples were in it itself, from 0 to 1.
    package struct Frame: Codable, Equatable, Sendable {
      package let frame: String
      package let share: Double

      /// A frame's share.
      package init(frame: String, share: Double) {
        self.frame = frame
        self.share = share
      }
    }

    /// What sampled, with its version.
    package let profiler: String
    /// What the stacks count: `samples` or `microseconds`.
    package let unit: String
    /// The time between two samples of a thread.
    package let intervalNanoseconds: Int
    /// How many samples there were.
    package let samples: Int
    /// How many the profiler knows to have missed.
    package let lost: Int
    /// Doubts about the profile.
    package let notes: [String]
    /// Answers per second while it sampled, which is no measurement of the app.
    package let requestsPerSecond: Double
    /// The hottest frames by self time, at most three.
    package let hottest: [Frame]
    /// The folded stacks' file, below the run's folder.
    package let folded: String
    /// The interactive graph's file, below the run's folder.
    package let svg: String

    /// A graph of a condition.
    package init(
      of condition: Key<Condition>, profiler: String, unit: String, intervalNanoseconds: Int, samples: Int,
      lost: Int,
      notes: [String], requestsPerSecond: Double, hottest: [Frame]
    ) {
      self.profiler = profiler
      self.unit = unit
      self.intervalNanoseconds = intervalNanoseconds
      self.samples = samples
      self.lost = lost
      self.notes = notes
      self.requestsPerSecond = requestsPerSecond
      self.hottest = hottest
      folded = "profiles/\(condition.fileName).folded"
      svg = "profiles/\(condition.fileName).svg"
    }
  }

  /// The version of the stored form.
  package let schemaVersion: Int
  /// The run that it is part of.
  package let run: String
  /// Who.
  package let participant: Key<Participant>
  /// The runtime; nil when the app could not be prepared.
  package let runtime: String?
  /// Versions by part: `runtime`, `framework`, `server`.
  package let versions: [String: String]
  /// Where it ran.
  package let environment: Environment
  /// How everything was loaded.
  package let settings: Settings
  /// What metrics mean.
  package let facts: [MetricFacts]
  /// The conditions, in the plan's order.
  package let parts: [Part]
  /// What it is held against; nil without `--baseline`.
  package let baseline: ProfileBaseline?
}

/// A member that is stored as null when there is nothing, instead of being left out.
@propertyWrapper
package struct Nullable<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(Value?.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}
