package import Foundation

/// Something that happened in a run and is kept: a line of `journal.jsonl`, an object with one member, named after its kind.
package enum RunEntry: Equatable, Sendable {
  /// A participant's app introduced itself.
  case framework(FrameworkFacts)
  /// What metrics mean that were not known before.
  case metrics([MetricFacts])
  /// A participant was verified with a workload.
  case conformance(ConformanceRecord)
  /// A participant was driven before the blocks.
  case pilot(Pilot)
  /// What is measured, and for how long, was decided.
  case design(Design)
  /// A fresh process of a participant is warm.
  case session(Session)
  /// A trial took place, well or badly.
  case trial(Trial)
  /// The blocks ended.
  case end(BlocksEnd)
  /// The run ended.
  case outcome(RunOutcome)
}

/// How the blocks of a run ended.
package struct BlocksEnd: Codable, Equatable, Sendable {
  /// Why there was no other block.
  package enum Reason: String, Codable, Sendable {
    /// Every interval was narrow enough.
    case precision
    /// There were as many as were planned.
    case rounds
    /// There was no time for another.
    case timeBudget = "time-budget"
  }

  /// Blocks that took place.
  package let blocks: Int
  /// Why there was no other.
  package let reason: Reason

  /// The end of the blocks.
  package init(blocks: Int, reason: Reason) {
    self.blocks = blocks
    self.reason = reason
  }
}

/// How a run ended.
package struct RunOutcome: Codable, Equatable, Sendable {
  /// In what state.
  package enum Kind: String, Codable, Sendable {
    /// Every planned trial took place, well or badly.
    case complete
    /// It was stopped before the end; what had been measured is there.
    case interrupted
  }

  /// In what state.
  package let kind: Kind
  /// When.
  package let at: Date

  /// The end of a run.
  package init(_ kind: Kind, at date: Date) {
    self.kind = kind
    at = date
  }
}

extension RunEntry: Codable {
  /// A value that is there, whatever it is.
  private struct Anything: Decodable { init(from decoder: any Decoder) {} }

  private enum Kind: String, CodingKey, CaseIterable {
    case framework, metrics, conformance, pilot, design, session, trial, end, outcome
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Kind.self)
    // A container of kinds does not show members that are none.
    let members = try decoder.singleValueContainer().decode([String: Anything].self)
    guard let kind = container.allKeys.first, members.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "an entry has exactly one known kind"))
    }
    self =
      switch kind {
      case .framework: .framework(try container.decode(FrameworkFacts.self, forKey: kind))
      case .metrics: .metrics(try container.decode([MetricFacts].self, forKey: kind))
      case .conformance: .conformance(try container.decode(ConformanceRecord.self, forKey: kind))
      case .pilot: .pilot(try container.decode(Pilot.self, forKey: kind))
      case .design: .design(try container.decode(Design.self, forKey: kind))
      case .session: .session(try container.decode(Session.self, forKey: kind))
      case .trial: .trial(try container.decode(Trial.self, forKey: kind))
      case .end: .end(try container.decode(BlocksEnd.self, forKey: kind))
      case .outcome: .outcome(try container.decode(RunOutcome.self, forKey: kind))
      }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Kind.self)
    switch self {
    case .framework(let facts): try container.encode(facts, forKey: .framework)
    case .metrics(let facts): try container.encode(facts, forKey: .metrics)
    case .conformance(let record): try container.encode(record, forKey: .conformance)
    case .pilot(let pilot): try container.encode(pilot, forKey: .pilot)
    case .design(let design): try container.encode(design, forKey: .design)
    case .session(let session): try container.encode(session, forKey: .session)
    case .trial(let trial): try container.encode(trial, forKey: .trial)
    case .end(let end): try container.encode(end, forKey: .end)
    case .outcome(let outcome): try container.encode(outcome, forKey: .outcome)
    }
  }
}
