package import Statistics

extension LoadFigures {
  /// Connections with streams that were held open beside a load, from before its window to after it.
  package struct Held: Codable, Equatable, Sendable {
    /// What the app used before any of them was there.
    package struct Memory: Codable, Equatable, Sendable {
      /// The metric that tells it.
      package let metric: String
      /// How much, in bytes.
      package let bytes: Int

      /// What a metric told.
      package init(metric: String, bytes: Int) {
        self.metric = metric
        self.bytes = bytes
      }
    }

    /// How many there were to be, and were when the window began.
    package let asked: Int
    /// Streams that ended or failed, and connections that did, whether or not others came in their places.
    package let lost: Int
    /// Events that came, before the window and after it included.
    package let items: Int
    /// Events that were not the one after the last of their stream by their ids: lost, doubled or out of order.
    package let misplaced: Int
    /// From an event to the next one of its stream, in nanoseconds.
    package let gaps: Histogram
    /// Processor time of the threads that held them, and how long they did, in nanoseconds.
    package let cpuNanoseconds: Int
    package let heldNanoseconds: Int
    /// By how much the generator grew when they were opened, in bytes; at least 0, nil where it keeps nothing but their sockets.
    package let generatorBytes: Int?
    /// What the app used before; nil where it was not told, or others were held in the same process before, whose memory it may have kept.
    package let memoryBefore: Memory?

    /// Connections that were held.
    package init(
      asked: Int, lost: Int, items: Int, misplaced: Int, gaps: Histogram, cpuNanoseconds: Int,
      heldNanoseconds: Int, generatorBytes: Int?, memoryBefore: Memory?
    ) {
      self.asked = asked
      self.lost = lost
      self.items = items
      self.misplaced = misplaced
      self.gaps = gaps
      self.cpuNanoseconds = cpuNanoseconds
      self.heldNanoseconds = heldNanoseconds
      self.generatorBytes = generatorBytes
      self.memoryBefore = memoryBefore
    }

    /// How many were open all the time.
    package var kept: Int { max(0, asked - lost) }
    /// The share of a processor that holding them took.
    package var processors: Double { Double(cpuNanoseconds) / Double(max(1, heldNanoseconds)) }
  }
}
