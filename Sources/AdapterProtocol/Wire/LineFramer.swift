public import Foundation

/// Cuts a stream of bytes into lines, however the bytes arrive (rule T1).
public struct LineFramer: Sendable {
  /// A line longer than the limit.
  public struct LineTooLong: Error, Equatable, CustomStringConvertible {
    /// The limit in bytes.
    public let limit: Int

    /// In words, for an error message.
    public var description: String { "a line of more than \(limit) bytes" }
  }

  private let limit: Int
  private var pending = Data()

  /// Lines of up to `limit` bytes; 16 MiB as the specification demands.
  public init(limit: Int = 16 << 20) { self.limit = limit }

  /// Takes in bytes; returns the lines that are complete, without their ends, empty ones left out.
  public mutating func feed(_ bytes: Data) throws(LineTooLong) -> [Data] {
    var lines: [Data] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      pending.append(rest[..<end])
      rest = rest[(end + 1)...]
      if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
      if !pending.isEmpty { lines.append(pending) }
      pending = Data()
    }
    pending.append(rest)
    guard pending.count <= limit else { throw LineTooLong(limit: limit) }
    return lines
  }
}
