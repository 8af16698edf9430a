package import Statistics

/// What streams brought, beside what the requests that began them did: events of event streams, or messages that servers push.
package struct StreamFigures: Sendable {
  /// Events or messages.
  package internal(set) var items = 0
  /// Those of them that came in the window; the rate is this per window.
  package internal(set) var itemsInWindow = 0
  /// Events that were not the one after the last by their ids: lost, doubled or out of order.
  package internal(set) var misplaced = 0
  /// Streams that ended with fewer events than were asked for.
  package internal(set) var short = 0
  /// Streams with an event that is larger than is read of one, which were not read further.
  package internal(set) var oversized = 0
  /// Streams that began.
  package internal(set) var begun = 0
  /// Streams that were open at the end; their requests are among the unfinished ones.
  package internal(set) var open = 0
  /// Of each stream that began, nanoseconds from when its request was due to the first byte of its answer.
  package internal(set) var firstByte = Histogram()
  /// Of each stream that brought something, nanoseconds from when its request was due to the first event or message.
  package internal(set) var firstItem = Histogram()
  /// Nanoseconds from an event or message to the next one of its stream; 0 for what came together.
  package internal(set) var gaps = Histogram()

  /// Adds what another worker's streams brought.
  mutating func merge(_ other: StreamFigures) {
    items += other.items
    itemsInWindow += other.itemsInWindow
    misplaced += other.misplaced
    short += other.short
    oversized += other.oversized
    begun += other.begun
    open += other.open
    firstByte.merge(other.firstByte)
    firstItem.merge(other.firstItem)
    gaps.merge(other.gaps)
  }
}
