package import Record
import Statistics

/// How a participant comes to its pace: cold start, first answer, steady state.
package struct WarmupSummary: Codable, Equatable, Sendable {
  /// Who.
  package let participant: Key<Participant>
  /// From the app's spawn to its first healthy answer, in nanoseconds, the median over sessions.
  package let startupNanoseconds: Double?
  /// From the first load on a fresh app to the steady state, in nanoseconds, the median over the sessions that reached
  /// it with their first workload; nil: none did.
  package let steadyNanoseconds: Double?
  /// Sessions whose first workload was warmed up.
  package let sessions: Int
  /// Those of them whose first workload became steady.
  package let steadySessions: Int
  /// Warm-ups of all workloads.
  package let warmups: Int
  /// Those of them that became steady.
  package let steadyWarmups: Int

  /// A process: a block has one in each family.
  private struct Session: Hashable {
    let family: Key<Family>?
    let block: Int
  }

  /// Sums up the trials of one participant, given in the order measured; nil when none had a warm-up that is judged.
  init?(_ participant: Key<Participant>, _ trials: [Trial], families: [Key<Condition>: Key<Family>]) {
    let warm = trials.compactMap(\.warmup)
    guard !warm.isEmpty else { return nil }
    var seen: Set<Session> = []
    let first = trials.filter { trial in
      let session = Session(family: families[trial.condition], block: trial.block)
      return trial.warmup != nil && seen.insert(session).inserted
    }
    let steady = first.compactMap { $0.warmup?.steadyNanoseconds }
    self.participant = participant
    startupNanoseconds = first.compactMap { $0.startupNanoseconds.map(Double.init) }.median
    steadyNanoseconds = steady.map(Double.init).median
    sessions = first.count
    steadySessions = steady.count
    warmups = warm.count
    steadyWarmups = warm.count { $0.steadyFrom != nil }
  }
}
