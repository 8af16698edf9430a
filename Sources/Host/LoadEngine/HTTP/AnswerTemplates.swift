import Glibc

/// The head of each kind's last answer that came in one piece: one that begins with the same bytes, whatever number its Content-Length is,
/// and is as long as it says is complete too, which saves parsing it.
///
/// Servers repeat their heads, but for a Date once in a second. Only heads that give the body's length and keep the connection
/// are remembered, so that the comparison settles all there is to know.
struct AnswerTemplates: ~Copyable {
  /// Longer heads are not remembered.
  static let maximumHeadBytes = 1024
  /// A longer number is left to the parser.
  private static let mostDigits = 15

  /// A known answer.
  struct Entry {
    fileprivate var headCount = 0
    /// Its size with the body; larger than any when nothing is known.
    fileprivate(set) var totalCount = Int.max
    fileprivate(set) var status = 0
    /// Where the digits of its Content-Length are; empty: only answers of its own length are like it.
    fileprivate var digits = 0..<0

    /// The body of the answer that these bytes begin with.
    func body(of bytes: Bytes) -> Bytes { Bytes(rebasing: bytes[headCount..<totalCount]) }
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let heads: UnsafeMutablePointer<UInt8>
  private let maximumBodyBytes: Int

  init(kinds: Int, maximumBodyBytes: Int) {
    entries = .allocate(capacity: kinds)
    entries.initialize(repeating: Entry(), count: kinds)
    heads = .allocate(capacity: kinds * Self.maximumHeadBytes)
    self.maximumBodyBytes = maximumBodyBytes
  }

  deinit {
    entries.deallocate()
    heads.deallocate()
  }

  /// The known answer to `kind` that these bytes begin with; nil when they have to be parsed.
  @inline(__always)
  func match(_ bytes: Bytes, kind: Int) -> Entry? {
    let head = heads + kind &* Self.maximumHeadBytes
    let entry = entries + kind
    guard let start = bytes.baseAddress else { return nil }
    if bytes.count >= entry.pointee.totalCount, memcmp(start, head, entry.pointee.headCount) == 0 {
      return entry.pointee
    }
    return entry.pointee.digits.isEmpty ? nil : match(bytes, of: entry.pointee, head)
  }

  /// The same of one that may have another length.
  @inline(never)
  private func match(_ bytes: Bytes, of entry: Entry, _ head: UnsafePointer<UInt8>) -> Entry? {
    let first = entry.digits.lowerBound
    guard bytes.count > first, let start = bytes.baseAddress, memcmp(start, head, first) == 0 else {
      return nil
    }
    var (position, length) = (first, 0)
    while position < min(bytes.count, first + Self.mostDigits), let digit = bytes[position].decimal {
      length = length * 10 + digit
      position += 1
    }
    let rest = entry.headCount - entry.digits.upperBound
    guard position > first, length <= maximumBodyBytes, bytes.count >= position + rest + length,
      memcmp(start + position, head + entry.digits.upperBound, rest) == 0
    else { return nil }
    var found = entry
    found.headCount = position + rest
    found.totalCount = found.headCount + length
    return found
  }

  /// Remembers an answer, all of whose bytes these are.
  mutating func remember(_ bytes: Bytes, head: AnswerHead, kind: Int) {
    guard case .length(let length) = head.framing, head.keepsConnection, let start = bytes.baseAddress,
      (1...Self.maximumHeadBytes).contains(bytes.count - length)
    else { return }
    let headCount = bytes.count - length
    (heads + kind * Self.maximumHeadBytes).update(from: start, count: headCount)
    entries[kind] = Entry(
      headCount: headCount, totalCount: bytes.count, status: head.status,
      digits: length > 0 ? Self.digits(in: Bytes(rebasing: bytes[..<headCount])) : 0..<0)
  }

  /// Where a head says how long the body is; empty unless it does so once, with nothing but digits. An answer without a body may say it, too:
  /// its number means nothing.
  private static func digits(in head: Bytes) -> Range<Int> {
    var (found, count, start) = (0..<0, 0, 0)
    while start < head.count, let end = head[start...].firstIndex(of: 10) {
      let line = Bytes(rebasing: head[start..<end])
      if let colon = line.firstIndex(of: UInt8(ascii: ":")),
        FieldSyntax.equals(Bytes(rebasing: line[..<colon]), "content-length")
      {
        let first = line[(colon + 1)...].firstIndex { !FieldSyntax.isBlank($0) } ?? line.count
        let last = line[first...].firstIndex { $0.decimal == nil } ?? line.count
        count += 1
        if last > first, last == line.count - 1, last - first < mostDigits {
          found = start + first..<start + last
        }
      }
      start = end + 1
    }
    return count == 1 ? found : 0..<0
  }
}

extension UInt8 {
  /// What it stands for as a digit; nil: it is none.
  fileprivate var decimal: Int? {
    let digit = Int(self) - 48
    return (0...9).contains(digit) ? digit : nil
  }
}
