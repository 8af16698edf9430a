/// Keeps a worker's slowest requests without allocating: a heap, its fastest request first, in memory taken beforehand.
struct SlowestKeeper: ~Copyable {
  /// Only what takes longer than this, in nanoseconds, is worth `keep`.
  private(set) var threshold: UInt64
  private let capacity: Int
  private let heap: UnsafeMutablePointer<SlowRequest>
  private var count = 0

  /// Keeps at most `capacity` requests, or none.
  init(capacity: Int) {
    self.capacity = capacity
    threshold = Self.lowest(capacity)
    heap = .allocate(capacity: capacity)
    // Written now, so that no page is missing when a request is kept.
    heap.initialize(
      repeating: SlowRequest(
        dueNanoseconds: 0, sentNanoseconds: 0, endNanoseconds: 0, connection: 0, variant: 0),
      count: capacity)
  }

  deinit { heap.deallocate() }

  private static func lowest(_ capacity: Int) -> UInt64 { capacity > 0 ? 0 : .max }

  /// Forgets all that was kept.
  mutating func forget() {
    count = 0
    threshold = Self.lowest(capacity)
  }

  /// Takes in a request above the threshold, in the place of the fastest one when there is no room.
  mutating func keep(_ request: SlowRequest) {
    if count < capacity {
      count &+= 1
      rise(request, from: count &- 1)
      guard count == capacity else { return }
    } else {
      sink(request)
    }
    threshold = heap[0].latencyNanoseconds
  }

  /// What was kept, in no order.
  var requests: [SlowRequest] { Array(UnsafeBufferPointer(start: heap, count: count)) }

  /// Puts a request into a place that is free, or above it.
  private func rise(_ request: SlowRequest, from free: Int) {
    var place = free
    while place > 0 {
      let parent = (place &- 1) / 2
      guard request.latencyNanoseconds < heap[parent].latencyNanoseconds else { break }
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = request
  }

  /// Puts a request into the first place, or below it.
  private func sink(_ request: SlowRequest) {
    var place = 0
    while true {
      var child = 2 &* place &+ 1
      guard child < count else { break }
      if child &+ 1 < count, heap[child &+ 1].latencyNanoseconds < heap[child].latencyNanoseconds {
        child &+= 1
      }
      guard heap[child].latencyNanoseconds < request.latencyNanoseconds else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = request
  }
}
