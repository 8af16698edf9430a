public import Foundation

/// Cuts a stream of bytes into lines, however the bytes arrive (rule T1), in time that is linear in their number.
///
/// A line that is too long is known by its length: of what is beyond the limit one byte is kept, or two.
public struct LineFramer: Sendable {
  /// What a line may have without its end: 16 MiB.
  public static let maximumBytes = 16 << 20

  private let limit: Int
  private var pending = Data()

  /// Lines of up to `limit` bytes.
  public init(limit: Int = Self.maximumBytes) { self.limit = limit }

  /// Takes in bytes; returns the lines that are complete, without their ends, empty ones left out.
  public mutating func feed(_ bytes: Data) -> [Data] {
    var lines: [Data] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      rest = rest[(end + 1)...]
      if let line = finish() { lines.append(line) }
    }
    keep(rest)
    return lines
  }

  /// What has come since the last line's end; nil when that is nothing.
  public mutating func finish() -> Data? {
    defer { pending = Data() }
    if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
    return pending.isEmpty ? nil : pending
  }

  private mutating func keep(_ bytes: Data) { pending.append(bytes.prefix(limit + 2 - pending.count)) }
}
