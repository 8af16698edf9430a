package import Statistics

extension LoadFigures {
  /// What streams brought: events of event streams, or messages that servers push over WebSockets.
  package struct Streams: Codable, Equatable, Sendable {
    /// Events or messages, those after the window included.
    package let items: Int
    /// Those of them that came before the window ended: what the rate counts.
    package let itemsInWindow: Int
    /// Events that were not the one after the last by their ids: lost, doubled or out of order; 0 where ids are not looked at.
    package let misplaced: Int
    /// Streams that ended with fewer events than were asked for; 0 where it is not known how many there are.
    package let short: Int
    /// Streams with an event over 1 MiB, which were not read further.
    package let oversized: Int
    /// Streams that began.
    package let begun: Int
    /// Streams that were open when the window had ended; their requests are among the unfinished ones.
    package let open: Int
    /// From when a stream's request was due to the first byte of its answer, in nanoseconds.
    package let firstByte: Histogram
    /// From when a stream's request was due to its first event or message, in nanoseconds.
    package let firstItem: Histogram
    /// From an event or message to the next one of its stream, in nanoseconds; 0 for what came together.
    package let gaps: Histogram

    /// What streams brought.
    package init(
      items: Int, itemsInWindow: Int, misplaced: Int, short: Int, oversized: Int, begun: Int, open: Int,
      firstByte: Histogram,
      firstItem: Histogram, gaps: Histogram
    ) {
      self.items = items
      self.itemsInWindow = itemsInWindow
      self.misplaced = misplaced
      self.short = short
      self.oversized = oversized
      self.begun = begun
      self.open = open
      self.firstByte = firstByte
      self.firstItem = firstItem
      self.gaps = gaps
    }
  }

  /// What WebSockets did beside their messages, from the first connection on.
  package struct WebSocket: Codable, Equatable, Sendable {
    /// From when a handshake was written to the end of its answer, in nanoseconds.
    package let handshakes: Histogram
    /// Pings of servers, each of which was answered.
    package let pings: Int
    /// Close frames of servers that we had not closed, by their code; 1005: one without.
    package let closes: [Int: Int]
    /// Close frames of ours that servers answered.
    package let farewells: Int
    /// Messages that came when none was asked for.
    package let unasked: Int

    /// What WebSockets did.
    package init(handshakes: Histogram, pings: Int, closes: [Int: Int], farewells: Int, unasked: Int) {
      self.handshakes = handshakes
      self.pings = pings
      self.closes = closes
      self.farewells = farewells
      self.unasked = unasked
    }
  }
}
