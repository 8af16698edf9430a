/// Something that held an app up, such as a garbage collection.
package struct RuntimeEvent: Codable, Equatable, Sendable {
  /// E.g. `gc`, `stall`.
  package let kind: String
  /// When it began, on CLOCK_MONOTONIC.
  package let timeNanoseconds: Int
  /// How long it lasted.
  package let durationNanoseconds: Int
  /// The process it happened in.
  package let pid: Int

  /// An event.
  package init(kind: String, timeNanoseconds: Int, durationNanoseconds: Int, pid: Int) {
    self.kind = kind
    self.timeNanoseconds = timeNanoseconds
    self.durationNanoseconds = durationNanoseconds
    self.pid = pid
  }
}
