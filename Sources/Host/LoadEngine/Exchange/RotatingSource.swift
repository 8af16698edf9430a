/// Each slot sends the same requests in rotation; connection `i` of the load starts with request `i` modulo their number.
///
/// They are plain memory, so that sending one counts no references.
struct RotatingSource: RequestSource, ~Copyable {
  let kinds: Int
  let copies: Int
  private let bytes: UnsafeMutableRawPointer
  private let exchanges: UnsafeMutablePointer<Exchange>
  /// The exchange each slot sends next.
  private let upcoming: UnsafeMutablePointer<UnsafePointer<Exchange>>

  /// A worker's source for these of the load's connections; each request stands `copies` times behind itself. With `spread` the load's
  /// connections, of which there are so many, start at equal distances in the rotation instead.
  init(_ requests: [PreparedRequest], connections: Range<Int>, copies: Int, spread: Int? = nil) {
    precondition(!requests.isEmpty, "a load has requests")
    kinds = requests.count
    self.copies = copies
    bytes = .allocate(byteCount: copies * requests.reduce(0) { $0 + $1.bytes.count }, alignment: 64)
    exchanges = .allocate(capacity: kinds)
    var next = bytes
    for (kind, request) in requests.enumerated() {
      (exchanges + kind).initialize(
        to: Exchange(
          bytes: next, count: request.bytes.count, acceptedStatuses: request.acceptedStatuses,
          isHead: request.isHead, kind: kind, isIdempotent: request.isIdempotent))
      for _ in 0..<copies {
        next.copyMemory(from: request.bytes, byteCount: request.bytes.count)
        next += request.bytes.count
      }
    }
    upcoming = .allocate(capacity: connections.count)
    for (slot, index) in connections.enumerated() {
      let first = spread.map { index * kinds / $0 } ?? index
      (upcoming + slot).initialize(to: UnsafePointer(exchanges + first % kinds))
    }
  }

  /// The first of them.
  var exchange: Exchange { exchanges[0] }

  deinit {
    upcoming.deallocate()
    exchanges.deallocate()
    bytes.deallocate()
  }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    let exchange = upcoming[slot]
    let following = exchange + 1
    upcoming[slot] = following == UnsafePointer(exchanges + kinds) ? UnsafePointer(exchanges) : following
    return exchange
  }
}
