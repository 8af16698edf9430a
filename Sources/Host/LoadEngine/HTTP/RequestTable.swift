/// The requests of a load as plain memory, so that sending one counts no references.
struct RequestTable: ~Copyable {
  /// One request's place and what it accepts.
  struct Entry {
    /// The request, followed by itself as often as it may be sent at once.
    let bytes: UnsafeRawPointer
    /// The size of one.
    let count: Int
    let acceptedStatuses: ClosedRange<Int>
    let isHead: Bool
  }

  let count: Int
  private let bytes: UnsafeMutableRawPointer
  private let entries: UnsafeMutablePointer<Entry>

  init(_ requests: [PreparedRequest], repeated depth: Int) {
    count = requests.count
    bytes = .allocate(byteCount: depth * requests.reduce(0) { $0 + $1.bytes.count }, alignment: 64)
    entries = .allocate(capacity: count)
    var next = bytes
    for (index, request) in requests.enumerated() {
      (entries + index).initialize(
        to: Entry(
          bytes: next, count: request.bytes.count, acceptedStatuses: request.acceptedStatuses,
          isHead: request.isHead))
      for _ in 0..<depth {
        next.copyMemory(from: request.bytes, byteCount: request.bytes.count)
        next += request.bytes.count
      }
    }
  }

  deinit {
    entries.deallocate()
    bytes.deallocate()
  }

  subscript(variant: Int) -> Entry { entries[variant] }
}
