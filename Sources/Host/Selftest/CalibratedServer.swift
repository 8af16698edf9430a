import Glibc
import LoadEngine
import Platform

/// A loopback server on a thread of its own that answers every HTTP/1.1 request without a body as its
/// behaviour says, and counts.
struct CalibratedServer: ~Copyable {
  /// What the server itself counted.
  struct Counts: Equatable, Sendable {
    var received = 0
    var answered = 0
  }

  /// Where a server listens, and when its timeline began.
  struct Place: Sendable {
    let address: SocketAddress
    let port: UInt16
    let epoch: UInt64

    /// Waits until the middle of a period, so that a window of whole periods neither begins nor ends with a
    /// stall or with what a stall leaves to be done; at once when the server never stalls.
    func untilQuiet(after behaviour: ServerBehaviour) async throws {
      guard let stall = behaviour.stall else { return }
      let phase = (MonotonicClock().nanoseconds - epoch) % stall.period
      try await Task.sleep(nanoseconds: (stall.period * 3 / 2 - phase) % stall.period)
    }
  }

  /// The name of its thread.
  static let threadName = "selftest"
  private static let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
  private static let listenerToken = UInt64.max
  private static let stopToken = UInt64.max - 1
  /// Sleeping may end so much late, so the rest is spent awake.
  private static let spinNanoseconds: UInt64 = 300_000

  private let clock = MonotonicClock()
  private let behaviour: ServerBehaviour
  private let listener: Int32
  private let epoll: Epoll
  private var timeline: ServiceTimeline
  private var counts = Counts()
  /// By descriptor, how many bytes of a head's end (CR LF CR LF) have just come.
  private var headEnds: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 14)

  /// Runs a server on `cpu` (nil: anywhere) as long as `body` takes; returns what that did and what the
  /// server counted. Throws what `body` throws, and a `SystemError` when there can be no server.
  static func serving<Value: Sendable>(
    _ behaviour: ServerBehaviour, cpu: Int?, _ body: (Place) async throws -> Value
  ) async throws -> (value: Value, counts: Counts) {
    let stop = try StopFlag()
    let socket = try LoopbackListener(backlog: 4096, for: "the self-test's server")
    let (listener, port) = (socket.number, socket.port)
    _ = fcntl(listener, F_SETFL, O_NONBLOCK)
    let epoch = MonotonicClock().nanoseconds
    let (ends, end) = AsyncStream.makeStream(of: Result<Counts, SystemError>.self)
    // Who wakes a task may make a thread for it, which is pinned as its maker is: so another thread tells of the end.
    try startThread("selftest-end") {
      end.yield(
        Result { () throws(SystemError) in
          try PinnedThread(name: threadName, cpu: cpu) {
            Result { () throws(SystemError) in
              try CalibratedServer(behaviour, listener, epoch, stop).run()
            }
          }.join().get()
        })
      end.finish()
    }
    let result: Result<Value, any Error>
    do {
      result = .success(
        try await body(Place(address: .loopback(port: port), port: port, epoch: epoch)))
    } catch {
      result = .failure(error)
    }
    stop.raise()
    var counts: Result<Counts, SystemError>?
    for await last in ends { counts = last }
    // Nobody accepts any more.
    _ = consume socket
    let counted = try counts?.get() ?? Counts()
    return (try result.get(), counted)
  }

  private init(
    _ behaviour: ServerBehaviour, _ listener: Int32, _ epoch: UInt64, _ stop: StopFlag
  ) throws(SystemError) {
    let epoll = try Epoll(capacity: 512)
    try epoll.watch(listener, for: .input, token: Self.listenerToken)
    try epoll.watch(stop.descriptor, for: .input, token: Self.stopToken)
    self.behaviour = behaviour
    self.listener = listener
    self.epoll = epoll
    timeline = ServiceTimeline(behaviour, epoch: epoch)
  }

  private consuming func run() throws(SystemError) -> Counts {
    var isStopped = false
    var lastLook: UInt64 = 0
    var sockets: Set<Int32> = []
    defer { sockets.forEach { close($0) } }
    while !isStopped {
      var count = epoll.wait(nanoseconds: 0)
      // What is there without a wait has come since the last look, while a request was served.
      var arrival = max(timeline.lastFinish, lastLook)
      lastLook = clock.nanoseconds
      if count == 0 {
        count = epoll.wait(nanoseconds: 1_000_000_000)
        lastLook = clock.nanoseconds
        arrival = lastLook
      }
      for index in 0..<count {
        switch epoll.token(at: index) {
        case Self.stopToken: isStopped = true
        case Self.listenerToken: try accept(&sockets)
        case let token:
          let socket = Int32(truncatingIfNeeded: token)
          // A socket that a child of ours shared for a moment may be told of after it was closed here, when its number is another's.
          guard sockets.contains(socket) else { continue }
          if !read(socket, cameAt: arrival) {
            sockets.remove(socket)
            close(socket)
          }
        }
      }
    }
    return counts
  }

  private mutating func accept(_ sockets: inout Set<Int32>) throws(SystemError) {
    while true {
      let socket = Glibc.accept(listener, nil, nil)
      guard socket >= 0 else { return }
      _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
      _ = fcntl(socket, F_SETFL, O_NONBLOCK)
      var on: Int32 = 1
      setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
      sockets.insert(socket)
      while headEnds.count <= Int(socket) { headEnds.append(0) }
      headEnds[Int(socket)] = 0
      try epoll.watch(socket, for: .input, token: UInt64(socket))
    }
  }

  /// Serves every request that ends in what can be read; false when the connection is of no more use.
  private mutating func read(_ socket: Int32, cameAt arrival: UInt64) -> Bool {
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return count < 0 && errno == EAGAIN }
    var matched = headEnds[Int(socket)]
    for index in 0..<count {
      let wanted: UInt8 = matched & 1 == 0 ? 13 : 10
      matched = buffer[index] == wanted ? matched + 1 : buffer[index] == 13 ? 1 : 0
      guard matched == 4 else { continue }
      matched = 0
      guard serve(socket, cameAt: arrival) else { return false }
    }
    headEnds[Int(socket)] = matched
    return true
  }

  private mutating func serve(_ socket: Int32, cameAt arrival: UInt64) -> Bool {
    counts.received += 1
    wait(until: timeline.finish(ofArrival: behaviour.isBusy ? clock.nanoseconds : arrival))
    switch behaviour.fault {
    case .closes(let every) where counts.received % every == 0: return false
    case .isLate(let nanoseconds): wait(until: clock.nanoseconds + nanoseconds)
    case .miscounts(let every) where counts.received % every == 0: counts.received += 1
    default: break
    }
    let sent = Self.answer.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    guard sent == Self.answer.count else { return false }
    counts.answered += 1
    return true
  }

  private func wait(until time: UInt64) {
    let now = clock.nanoseconds
    guard time > now else { return }
    if !behaviour.isBusy, time - now > Self.spinNanoseconds {
      usleep(UInt32(clamping: (time - now - Self.spinNanoseconds) / 1000))
    }
    while clock.nanoseconds < time {}
  }
}
