/// What one worker does of a load, whoever drives it: an even share.
struct WorkerShare: Sendable {
  let index: Int
  /// How many workers there are.
  let count: Int
  /// The processor that it is pinned to; nil: none.
  let cpu: Int?
  /// Indices of its connections among all of the load's.
  let connections: Range<Int>
  /// How many requests it may send at the most.
  let requestLimit: Int
  /// When its requests are due; nil in a closed loop.
  let dueTimes: DueTimes?

  private init(_ index: Int, of shape: LoadShape) {
    self.index = index
    count = shape.workerCount
    cpu = shape.cpus.isEmpty ? nil : shape.cpus[index]
    connections = Self.part(index, of: count, of: shape.connections)
    requestLimit = shape.requestLimit.map { [count] in Self.part(index, of: count, of: $0).count } ?? .max
    if case .open(let arrivals) = shape.pacing {
      dueTimes = DueTimes(arrivals, worker: index, of: count)
    } else {
      dueTimes = nil
    }
  }

  /// Even shares, in the order of the shape's processors.
  static func shares(of shape: LoadShape) -> [WorkerShare] {
    (0..<shape.workerCount).map { WorkerShare($0, of: shape) }
  }

  /// This worker's part of so many, as indices.
  func part(of total: Int) -> Range<Int> { Self.part(index, of: count, of: total) }

  private static func part(_ index: Int, of count: Int, of total: Int) -> Range<Int> {
    total * index / count..<total * (index + 1) / count
  }
}
