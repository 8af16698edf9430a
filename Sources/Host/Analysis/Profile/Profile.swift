import Contract
package import Record

/// What a run says of one framework, with all that its runtime tells. Stored as `profile.json`.
package struct Profile: Codable, Equatable, Sendable {
  /// The version of the stored form that this code writes.
  package static let currentSchemaVersion = 1

  /// How everything was loaded.
  package struct Settings: Codable, Equatable, Sendable {
    /// The suite asked for; nil when workloads were named one by one.
    package let suite: String?
    /// Blocks that were planned.
    package let rounds: Int
    /// Seed of the order, the payloads and the resampling.
    package let seed: UInt64
    /// How each cell was loaded.
    package let load: Plan.Load
  }

  /// One workload.
  package struct Workload: Codable, Equatable, Sendable {
    /// What was measured: throughput, latency, cost, memory, and every metric.
    package let cell: Cell
    /// Student's 95 % interval of the throughput over blocks, on logarithms, in answers per second; nil with fewer than two.
    package let interval: Interval?
    /// Figures of the runtime by field; nil, stored as null, where there is none.
    package let metrics: [String: Double?]
    /// Why there is none, by field; `flameGraph` for the graph.
    package let unavailable: [String: String]
    /// The figures that tell most, at most three.
    package let telling: [TellingFigure.Reading]
    /// What the profiler saw, in a pass of its own.
    @Nullable package private(set) var flameGraph: FlameGraph?
  }

  /// What the profiler saw of an app under one workload.
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

    /// A graph of a workload.
    package init(
      of workload: String, profiler: String, unit: String, intervalNanoseconds: Int, samples: Int, lost: Int,
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
      folded = "profiles/\(workload).folded"
      svg = "profiles/\(workload).svg"
    }
  }

  /// The version of the stored form.
  package let schemaVersion: Int
  /// The run that it is part of.
  package let run: String
  /// The framework's name.
  package let framework: String
  /// The runtime; nil when the framework could not be prepared.
  package let runtime: String?
  /// Versions by part: `runtime`, `framework`, `server`.
  package let versions: [String: String]
  /// Where it ran.
  package let environment: Environment
  /// How everything was loaded.
  package let settings: Settings
  /// The workloads, in the plan's order.
  package let workloads: [Workload]
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
