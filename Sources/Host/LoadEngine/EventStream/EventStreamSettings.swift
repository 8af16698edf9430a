/// How a load reads event streams.
package struct EventStreamSettings: Equatable, Sendable {
  /// How many events a stream is to have, whose ids count from 1: one that has others has failed; nil: any, whose ids mean nothing to us.
  package var wanted: Int?
  /// Whether a slot comes back to its stream when it has ended, as browsers do: after the time that the server asked for, with the id of the
  /// last event. Otherwise it asks for a new one at once.
  package var comesBack = false

  /// Streams of so many events, or of any.
  package init(wanted: Int? = nil) { self.wanted = wanted }
}
