import Glibc
import Platform
import Statistics
import Synchronization
import Testing

@testable import LoadEngine

/// Whose turn it is, without loads.
@Suite(.timeLimit(.minutes(10))) struct RotaTests {
  /// Takes all turns of the seats, each on a thread of its own, and returns whose they were.
  private func turns(_ rota: Rota, _ seats: ArraySlice<Int>) throws -> [Int] {
    let taken = Mutex<[Int]>([])
    func start(_ numbers: ArraySlice<Int>) throws {
      guard let number = numbers.first else { return }
      let seat = rota.seats[number]
      let thread = try PinnedThread(name: "test", cpu: nil) {
        for _ in 0..<seat.turns {
          seat.take()
          taken.withLock { $0.append(number) }
          seat.pass()
        }
      }
      try start(numbers.dropFirst())
      thread.join()
    }
    try start(seats)
    return taken.withLock { $0 }
  }

  @Test func `turns are taken in their order`() throws {
    let order = [2, 0, 1, 1, 0, 2, 0, 2, 1]
    let rota = Rota(order: order)
    #expect(rota.seats.map(\.turns) == [3, 3, 3])
    #expect(try turns(rota, [0, 1, 2]) == order)
  }

  @Test func `who leaves is passed over, who never came too, and leaving again is harmless`() throws {
    let rota = Rota(order: [1, 0, 2, 1, 2, 0])
    #expect(rota.seats.map(\.loads) == [3, 3, 3] && rota.seats.map(\.turns) == [2, 2, 2])
    rota.seats[1].leave()
    rota.seats[1].leave()
    #expect(try turns(rota, [0, 2]) == [0, 2, 2, 0])
    for seat in rota.seats { seat.leave() }
  }

  @Test func `who leaves in its turn ends it`() throws {
    let rota = Rota(order: [0, 1, 0, 1])
    let other = rota.seats[1]
    let thread = try PinnedThread(name: "test", cpu: nil) {
      for _ in 0..<other.turns {
        other.take()
        other.pass()
      }
    }
    rota.seats[0].take()
    rota.seats[0].leave()
    thread.join()
  }

  @Test func `the first turn begins when everybody is there or has left`() throws {
    let rota = Rota(order: [0, 1, 2])
    let seat = rota.seats[0]
    let hasBegun = Mutex(false)
    let thread = try PinnedThread(name: "test", cpu: nil) {
      seat.take()
      hasBegun.withLock { $0 = true }
    }
    rota.seats[2].leave()
    usleep(20_000)
    #expect(!hasBegun.withLock { $0 })
    rota.seats[1].leave()
    thread.join()
  }

  /// What workers of a load do that measure nothing: each notes the load's number in each slice.
  private static func note(_ number: Int, of shape: LoadShape, in turns: Turns) -> WorkerThreads.Drive {
    { share, line throws(SystemError) in
      if shape.cpus.count == 2, share.index == 1 { throw SystemError("open a poller", code: EMFILE) }
      for _ in 0..<shape.slices where line.arrive(share.index) { turns.taken.withLock { $0.append(number) } }
      return LoadResult()
    }
  }

  /// Turns that were taken.
  private final class Turns: Sendable {
    let taken = Mutex<[Int]>([])
  }

  @Test func `a worker that cannot start fails its load and holds nobody up, the other worker included`()
    throws
  {
    let (rota, turns) = (Rota(order: [0, 1, 1, 0, 0, 1]), Turns())
    let cpu = try #require(try CPUTopology.current().allowed.first)
    func shape(_ seat: Int, cpus: [Int]) -> LoadShape {
      var shape = LoadShape(target: .loopback(port: 1), connections: 2, cpus: cpus, duration: .seconds(1))
      shape.seat = rota.seats[seat]
      return shape
    }
    let (broken, whole) = (shape(0, cpus: [cpu, cpu]), shape(1, cpus: []))
    let thread = try PinnedThread(name: "test", cpu: nil) {
      Result { try WorkerThreads.run(whole, Self.note(1, of: whole, in: turns)) }
    }
    #expect(throws: LoadError.self) { try WorkerThreads.run(broken, Self.note(0, of: broken, in: turns)) }
    _ = try thread.join().get()
    #expect(turns.taken.withLock { $0 } == [0, 1, 1, 0, 0, 1])
  }
}

/// Loads that take turns.
@Suite(.serialized, .bothPollers, .timeLimit(.minutes(10))) struct SliceTests {
  /// The results of loads that take turns in this order, each on a server of its own.
  private func run(
    order: [Int], milliseconds: Int, on servers: [ScriptedServer], stop: StopFlag? = nil,
    with change: (inout Load) -> Void = { _ in }
  ) throws -> [LoadResult] {
    defer { for server in servers { server.stop() } }
    let loads = zip(Rota(order: order).seats, servers).map { seat, server in
      var load = Load.spec(server.port, connections: 2, duration: .milliseconds(milliseconds))
      load.seat = seat
      change(&load)
      return load
    }
    return try Load.run(loads, stop: stop)
  }

  private func servers() throws -> [ScriptedServer] {
    try [ScriptedServer(answering: Load.ok), ScriptedServer(answering: Load.ok)]
  }

  @Test func `loads that take turns are never under way at once, and keep their connections`() throws {
    let results = try run(order: [0, 1, 1, 0, 0, 1], milliseconds: 60, on: servers())
    let slices = results.enumerated().flatMap { index, result in result.slices.map { (index, $0) } }
      .sorted { $0.1.startNanoseconds < $1.1.startNanoseconds }
    #expect(slices.map(\.0) == [0, 1, 1, 0, 0, 1])
    for (before, after) in zip(slices, slices.dropFirst()) {
      #expect(before.1.startNanoseconds + before.1.lengthNanoseconds <= after.1.startNanoseconds)
    }
    for result in results {
      #expect(result.slices.map(\.lengthNanoseconds).allSatisfy { $0 >= 20_000_000 })
      #expect(result.slices.first?.startNanoseconds == result.windowStartNanoseconds)
      #expect(result.connectionsOpened == 2)
      #expect(result.answered > 6 && result.sent == result.answered && result.unfinished == 0)
    }
  }

  @Test(arguments: [Arrivals.Spread.even, .poisson(seed: 5)])
  func `due times go on where the last slice ended`(spread: Arrivals.Spread) throws {
    let arrivals = Arrivals(.constant(200), spread)
    let results = try run(order: [0, 1, 0, 1, 0, 1], milliseconds: 300, on: servers()) {
      $0.pacing = .open(arrivals)
    }
    var (dueTimes, count) = (DueTimes(arrivals, worker: 0, of: 1), 0)
    while let time = dueTimes.next(), time < 300_000_000 { count += 1 }
    for result in results {
      #expect(result.sent + result.unsent == count && result.sent > count / 2)
      #expect(result.lateness.count == UInt64(result.sent))
    }
  }

  @Test func `what could not be sent in a slice is unsent, and not made up for in the next`() throws {
    let servers = try [
      ScriptedServer { _ in [.work(milliseconds: 20), .send(Load.ok)] }, ScriptedServer(answering: Load.ok),
    ]
    let results = try run(order: [0, 1, 0, 1], milliseconds: 200, on: servers) {
      $0.pacing = .open(Arrivals(.constant(500)))
    }
    #expect(results[0].sent + results[0].unsent == 100 && results[1].sent + results[1].unsent == 100)
    // Two connections send one in 20 ms each, the last of which is answered after the slice.
    #expect(results[0].unsent >= 100 - 2 * 2 * 6)
    #expect(results[0].lateness.maximum ?? 0 < 110_000_000)
  }

  @Test func `a load that is stopped ends its turns at once and leaves the others theirs`() throws {
    let stop = try StopFlag()
    let servers = try [
      ScriptedServer { _ in
        stop.raise()
        return [.send(Load.ok)]
      }, ScriptedServer(answering: Load.ok),
    ]
    let results = try run(order: [0, 1, 0, 1, 0, 1], milliseconds: 300, on: servers, stop: stop)
    #expect(results.map(\.wasStopped) == [true, false] && results.map(\.slices.count) == [3, 3])
    #expect(results[0].windowNanoseconds < 200_000_000 && results[1].windowNanoseconds >= 300_000_000)
  }

  @Test func `a server that stops to answer costs one slice without an answer, and no more`() throws {
    let servers = try [
      ScriptedServer { request in request.index < 2 ? [.send(Load.ok)] : [] },
      ScriptedServer(answering: Load.ok),
    ]
    let results = try run(order: [0, 1, 0, 1, 0, 1, 0, 1], milliseconds: 400, on: servers) {
      $0.drainLimit = .milliseconds(300)
    }
    #expect(results[0].answered == 4 && results[0].unfinished == 2 && results[0].slices.count == 2)
    #expect(results[1].slices.count == 4 && results[1].unfinished == 0)
  }

  @Test
  func `a slice of a closed loop ends with an answer, and the first on each connection is not timed`() throws
  {
    let server = try ScriptedServer { _ in [.work(milliseconds: 30), .send(Load.ok)] }
    let results = try run(order: [0, 0, 0], milliseconds: 60, on: [server]) { $0.connections = 1 }
    let result = try #require(results.first)
    // Of 20 ms each, in which no answer comes.
    #expect(result.slices.count == 3 && result.slices.allSatisfy { $0.lengthNanoseconds >= 29_000_000 })
    #expect(result.answered == 3 && result.answeredInWindow == 3 && result.unfinished == 0)
    #expect(result.untimed == 3 && result.latency.count == 0 && result.untimedNanoseconds >= 87_000_000)
  }

  @Test func `connections that a server closes while others have their turns are opened anew`() throws {
    // An answer takes longer than a slice, and the connection ends after that, long before the next.
    let servers = try [
      ScriptedServer { _ in [.work(milliseconds: 60), .send(Load.ok), .work(milliseconds: 10), .close] },
      ScriptedServer(answering: Load.ok),
    ]
    let order = [0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0]
    let results = try run(order: order, milliseconds: 200, on: servers) {
      $0.requests = [Load.post([1])]
      // More than a ring tells of at once.
      $0.connections = 48
    }
    #expect(results[0].errors.total == 0 && results[0].resent == 0)
    #expect(results[0].answered == 4 * 48 && results[0].connectionsOpened == 4 * 48)
    #expect(results[1].connectionsOpened == 48)
  }

  @Test func `there must be room for the open files of all loads that take turns`() throws {
    var limit = rlimit()
    try #require(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
    var load = Load.spec(1, connections: Int(limit.rlim_max / 3))
    load.seat = Rota(order: [0, 1, 2, 3]).seats[0]
    let error = #expect(throws: LoadError.self) { try LoadEngine.run(load, stop: try StopFlag()) }
    guard case .tooFewDescriptors(let needed, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed >= 4 * load.connections)
  }

  @Test func `two workers share each slice`() throws {
    let cpu = try #require(try CPUTopology.current().allowed.first)
    let results = try run(order: [0, 1, 1, 0], milliseconds: 80, on: servers()) {
      $0.cpus = [cpu, cpu]
      $0.connections = 4
    }
    for result in results {
      #expect(result.slices.count == 2 && result.connectionsOpened == 4 && result.answered > 4)
      #expect(result.slices.first?.startNanoseconds == result.windowStartNanoseconds)
    }
  }

  @Test func `canaries reach over all slices`() throws {
    let time: @Sendable (ScriptedServer.Request) -> [ScriptedServer.Step] = { _ in
      let text = "\(MonotonicClock().nanoseconds)"
      return [.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")]
    }
    let servers = try [ScriptedServer(script: time), ScriptedServer(script: time)]
    let results = try run(order: [0, 1, 0, 1, 0, 1, 0, 1], milliseconds: 200, on: servers) {
      $0.canaries = CanaryPlan(stride: 1, maximumCount: 8, maximumBytes: 1 << 20)
    }
    for result in results {
      let times = result.canaries.compactMap { UInt64(String(decoding: $0.body, as: UTF8.self)) }
      let starts = result.slices.map(\.startNanoseconds)
      let counts = zip(starts, starts.dropFirst() + [.max]).map { start, next in
        times.count { (start..<next).contains($0) }
      }
      // Two in each slice of 50 ms, unless the machine takes the time of one: it is made up for later.
      #expect(times.count > 5 && counts.count == 4 && counts.allSatisfy { $0 > 0 }, "\(counts)")
    }
  }

  @Test func `what the generator used is the sum of its slices`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    var load = Load.spec(server.port, connections: 1, duration: .milliseconds(80))
    load.seat = Rota(order: [0, 0, 0, 0]).seats[0]
    let result = try Load.run(load.spec, on: server) { _ in BusySource(nanoseconds: 2_000_000) }
    #expect(result.slices.count == 4 && result.sent >= 4)
    #expect(result.generator.cpuNanoseconds >= UInt64(result.sent) * 2_000_000)
    #expect(result.generator == result.workers[0])
  }
}

/// What slices are made of.
@Suite struct SliceArithmeticTests {
  @Test func `a schedule in slices is that of one window, with rests between`() {
    let arrivals = Arrivals(.constant(1000), .poisson(seed: 3))
    var (dueTimes, expected) = (DueTimes(arrivals, worker: 0, of: 1), [UInt64]())
    while let time = dueTimes.next(), time < 40_000_000 { expected.append(time) }
    var schedule = Schedule(DueTimes(arrivals, worker: 0, of: 1), connections: 1)
    var found: [UInt64] = []
    for slice: UInt64 in 0..<4 {
      let start = 1_000_000_000 * (slice + 1)
      schedule.begin(at: start, end: start + 10_000_000, after: slice * 10_000_000)
      while schedule.next < .max {
        found.append(schedule.next - start + slice * 10_000_000)
        schedule.advance()
      }
    }
    #expect(expected.count > 20 && found == expected)
  }

  @Test func `what is due at the end of a slice is due at the beginning of the next`() {
    var schedule = Schedule(DueTimes(Arrivals(.constant(1000)), worker: 0, of: 1), connections: 1)
    schedule.begin(at: 100, end: 1_000_100, after: 0)
    #expect(schedule.next == 100)
    schedule.advance()
    #expect(schedule.next == .max)
    schedule.begin(at: 9_000_000, end: 10_000_000, after: 1_000_000)
    #expect(schedule.next == 9_000_000)
  }

  @Test func `the slices of two workers begin with the earlier and are as long as the longer`() {
    var (first, second) = (LoadResult(), LoadResult())
    (first.windowStartNanoseconds, second.windowStartNanoseconds) = (12, 10)
    first.slices = [
      .init(startNanoseconds: 12, lengthNanoseconds: 5), .init(startNanoseconds: 30, lengthNanoseconds: 4),
    ]
    second.slices = [
      .init(startNanoseconds: 10, lengthNanoseconds: 5), .init(startNanoseconds: 31, lengthNanoseconds: 5),
    ]
    first.merge(second)
    #expect(first.windowStartNanoseconds == 10 && first.windowNanoseconds == 10)
    #expect(
      first.slices == [
        .init(startNanoseconds: 10, lengthNanoseconds: 5), .init(startNanoseconds: 30, lengthNanoseconds: 5),
      ])
  }
}
