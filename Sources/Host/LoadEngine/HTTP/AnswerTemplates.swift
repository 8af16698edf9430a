import Glibc

/// The head of each kind's last answer that came in one piece: one that begins with the same bytes and is as long is complete too,
/// which saves parsing it.
///
/// Servers repeat their heads, but for a Date once in a second. Only heads that give the body's length and keep the connection
/// are remembered, so that the comparison settles all there is to know.
struct AnswerTemplates: ~Copyable {
  /// Longer heads are not remembered.
  static let maximumHeadBytes = 1024

  /// A known answer.
  struct Entry {
    fileprivate var headCount = 0
    /// Its size with the body; larger than any when nothing is known.
    fileprivate(set) var totalCount = Int.max
    fileprivate(set) var status = 0

    /// The body of the answer that these bytes begin with.
    func body(of bytes: Bytes) -> Bytes { Bytes(rebasing: bytes[headCount..<totalCount]) }
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let heads: UnsafeMutablePointer<UInt8>

  init(kinds: Int) {
    entries = .allocate(capacity: kinds)
    entries.initialize(repeating: Entry(), count: kinds)
    heads = .allocate(capacity: kinds * Self.maximumHeadBytes)
  }

  deinit {
    entries.deallocate()
    heads.deallocate()
  }

  /// The known answer to `kind` that these bytes begin with; nil when they have to be parsed.
  @inline(__always)
  func match(_ bytes: Bytes, kind: Int) -> Entry? {
    let entry = entries[kind]
    guard bytes.count >= entry.totalCount, let start = bytes.baseAddress,
      memcmp(start, heads + kind &* Self.maximumHeadBytes, entry.headCount) == 0
    else { return nil }
    return entry
  }

  /// Remembers an answer, all of whose bytes these are.
  mutating func remember(_ bytes: Bytes, head: AnswerHead, kind: Int) {
    guard case .length(let length) = head.framing, head.keepsConnection, let start = bytes.baseAddress,
      (1...Self.maximumHeadBytes).contains(bytes.count - length)
    else { return }
    let headCount = bytes.count - length
    (heads + kind * Self.maximumHeadBytes).update(from: start, count: headCount)
    entries[kind] = Entry(headCount: headCount, totalCount: bytes.count, status: head.status)
  }
}
