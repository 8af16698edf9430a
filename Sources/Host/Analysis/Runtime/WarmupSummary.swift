package import Record
import Statistics

/// How a participant comes to its pace: cold start, first answer, steady state.
package struct WarmupSummary: Codable, Equatable, Sendable {
  /// Who.
  package let participant: Key<Participant>
  /// From the app's spawn to its first healthy answer, in nanoseconds, the median over sessions.
  package let startupNanoseconds: Double?
  /// From the pilot's first load to the steady state, in nanoseconds; nil: it never came to one.
  package let steadyNanoseconds: Double?
  /// Fresh processes that were measured.
  package let sessions: Int
  /// How long these were warmed up, in nanoseconds, the median.
  package let warmupNanoseconds: Double?

  /// Sums up the sessions of a participant; nil when there were none.
  init?(_ participant: Participant, of record: RunRecord) {
    let own = record.sessions.filter { $0.participant == participant.id }
    guard !own.isEmpty else { return nil }
    self.participant = participant.id
    startupNanoseconds = own.compactMap { $0.startupNanoseconds.map(Double.init) }.median
    steadyNanoseconds = record.pilot(of: participant)?.steady.map { Double($0.nanoseconds) }
    sessions = own.count
    warmupNanoseconds = own.map { Double($0.warmupNanoseconds) }.median
  }
}
