import Statistics

/// Sends the requests of several parts in rotation, and keeps the figures of each.
///
/// Connections start at equal distances in the rotation: in a window in which none of them gets around it, a slow server is still asked for
/// as much of each part as a fast one.
struct MixSource: RequestSource, ~Copyable {
  private var rotation: RotatingSource
  /// The part of each kind of request.
  private let partOf: UnsafeMutablePointer<Int>
  private let parts: UnsafeMutablePointer<Recorder>
  private let count: Int

  private struct Recorder: ~Copyable {
    var figures = PartFigures()
    var latency = HistogramRecorder()
  }

  /// A worker's source for these of so many connections of the load; `parts`: the part of each request, from 0 on.
  init(_ requests: [PreparedRequest], parts: [Int], connections: Range<Int>, of total: Int) {
    precondition(parts.count == requests.count && parts.allSatisfy { $0 >= 0 }, "each request is of a part")
    rotation = RotatingSource(requests, connections: connections, copies: 1, spread: total)
    partOf = .allocate(capacity: parts.count)
    partOf.initialize(from: parts, count: parts.count)
    count = (parts.max() ?? 0) + 1
    self.parts = .allocate(capacity: count)
    for part in 0..<count { (self.parts + part).initialize(to: Recorder()) }
  }

  deinit {
    partOf.deallocate()
    parts.deinitialize(count: count).deallocate()
  }

  var kinds: Int { rotation.kinds }

  private func part(of exchange: UnsafePointer<Exchange>) -> UnsafeMutablePointer<Recorder> {
    parts + partOf[exchange.pointee.kind]
  }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    let exchange = rotation.next(slot: slot, due: &due)
    if let exchange { part(of: exchange).pointee.figures.sent &+= 1 }
    return exchange
  }

  mutating func note(_ exchange: UnsafePointer<Exchange>, latency: UInt64?, isInWindow: Bool) {
    let part = part(of: exchange)
    part.pointee.figures.answered &+= 1
    if isInWindow { part.pointee.figures.answeredInWindow &+= 1 }
    if let latency { part.pointee.latency.record(latency) }
  }

  mutating func report(to result: inout LoadResult) {
    result.parts = (0..<count).map { part in
      var figures = parts[part].figures
      figures.latency = parts[part].latency.snapshot()
      return figures
    }
  }
}
