/// What a server of the self-test does with its time, so that the latencies it must cause can be computed.
///
/// It takes one request after the other, in the order they come.
struct ServerBehaviour: Equatable, Sendable {
  /// Times at which nothing is begun: the first `length` of every `period`, in nanoseconds.
  struct Stall: Equatable, Sendable {
    let period: UInt64
    let length: UInt64
  }

  /// Something that a server does wrong, for the proof that the self-test notices.
  enum Fault: Equatable, Sendable {
    /// Every so many requests one is not answered but its connection closed.
    case closes(every: Int)
    /// Every answer comes later than it should.
    case isLate(nanoseconds: UInt64)
    /// It counts one request in so many twice.
    case miscounts(every: Int)
  }

  /// How long requests take in nanoseconds, in rotation; at least one.
  var serviceNanoseconds: [UInt64] = [0]
  /// When it stalls; nil: never.
  var stall: Stall?
  /// Whether it works through a request from when it gets to it, as an app does; otherwise it keeps to its
  /// timeline, and makes up for what the scheduler and the sockets took.
  var isBusy = false
  /// What it does wrong.
  var fault: Fault?
}

/// When a server is done with each request: the recursion of a queue with one server (Lindley 1952), with
/// stalls.
struct ServiceTimeline: Sendable {
  private let behaviour: ServerBehaviour
  private let epoch: UInt64
  private var index = 0
  /// When it is done with all requests so far.
  private(set) var lastFinish: UInt64 = 0

  /// The timeline of a server that has nothing to do before `epoch`, when its first stall begins.
  init(_ behaviour: ServerBehaviour, epoch: UInt64) {
    precondition(!behaviour.serviceNanoseconds.isEmpty, "a request takes some time, be it 0")
    self.behaviour = behaviour
    self.epoch = epoch
    lastFinish = epoch
  }

  /// When the next request is done, which comes at `arrival`; times are on one clock, in nanoseconds.
  mutating func finish(ofArrival arrival: UInt64) -> UInt64 {
    var begin = max(arrival, lastFinish)
    if let stall = behaviour.stall {
      let phase = (begin - epoch) % stall.period
      if phase < stall.length { begin += stall.length - phase }
    }
    lastFinish = begin + behaviour.serviceNanoseconds[index]
    index += 1
    if index == behaviour.serviceNanoseconds.count { index = 0 }
    return lastFinish
  }

  /// The latencies, ascending, that requests must have which are due evenly, `rate` per second for `seconds`
  /// from `start` on.
  static func truth(
    of behaviour: ServerBehaviour, epoch: UInt64, rate: Double, seconds: Double, from start: UInt64
  ) -> [UInt64] {
    var timeline = ServiceTimeline(behaviour, epoch: epoch)
    return (0..<Int((rate * seconds).rounded())).map { number in
      let due = start + UInt64(Double(number) / rate * 1e9)
      return timeline.finish(ofArrival: due) - due
    }.sorted()
  }
}

extension [UInt64] {
  /// Of ascending values, the one that `percent` percent do not exceed, its rank rounded up as a histogram's;
  /// nil when empty.
  func percentile(_ percent: Double) -> UInt64? {
    guard !isEmpty else { return nil }
    let rank = (percent / 100 * Double(count)).nextDown.rounded(.up)
    return self[Swift.min(count, Swift.max(1, Int(rank))) - 1]
  }
}
