/// How a load reads event streams.
package struct EventStreamSettings: Equatable, Sendable {
  /// How many events a stream is to have: one that has others has failed; nil: any, and it may have no end.
  package var wanted: Int?
  /// Whether a slot comes back to its stream when it has ended, as browsers do: after the time that the server asked for, with the id of the
  /// last event. Otherwise it asks for a new one at once.
  package var comesBack = false

  /// Whether ids count from 1, so that each says whether its event is the one after the last.
  package var countsIDs: Bool

  /// Streams of so many events, or of any, whose ids may count all the same.
  package init(wanted: Int? = nil, countsIDs: Bool = false) {
    self.wanted = wanted
    self.countsIDs = countsIDs || wanted != nil
  }
}
