import SeededRandom

/// Users who carry out a program: each slot is a seat with a connection of its own, in which one user after the other sits.
struct SessionSource: RequestSource, ~Copyable {
  static var readsBodies: Bool { true }
  static var readsFields: Bool { true }
  static var keepsTime: Bool { true }
  static var connectsOnDemand: Bool { true }

  let program: ProgramMemory
  let plan: SessionPlan
  /// The load's number of this worker's first seat, and how many seats the load has.
  let (firstSeat, seats): (Int, Int)
  let slots: Int
  let users: UnsafeMutablePointer<SessionUser>
  let variables: UserVariables
  private let exchanges: UnsafeMutablePointer<Exchange>
  private let scanners: UnsafeMutablePointer<PointerScanner>
  /// Where texts are made that are compared: room for two.
  let scratch: UnsafeMutablePointer<UInt8>
  var buffers: BufferPool
  var timers: UserTimers
  var recorder: SessionRecorder
  let keyPrefix: [UInt8]
  private let tickNanoseconds: UInt64

  /// Whether the window is open; nil: it has not begun.
  var isOpen: Bool?
  /// When the window began, as if there had been no rests; nil: it has not.
  var startNanoseconds: UInt64?
  /// When it, or its last slice, was over.
  var endNanoseconds: UInt64 = 0
  /// Which phase it is.
  private var phase = 0
  /// Flows that are under way, and seats that nobody will take any more.
  var (flowsUnderWay, seatsOver) = (0, 0)
  /// Users who wait for the window.
  var prepared = 0
  /// Of an open load, when the next user is due after the window's beginning, the seats that are free, and who is next.
  var dueTimes: DueTimes?
  var nextArrival: UInt64?
  var freeSeats: [Int] = []
  private var arrived = 0
  private let share: WorkerShare
  /// What keeps requests back, and what all workers have counted that may end the load.
  private var breaker: Breaker?
  let shared: SharedCounts
  var told = (begun: 0, failed: 0)
  var hasReachedLimit = false
  /// The slot whose answer is read.
  private var readSlot = 0

  /// A worker's source for its part of so many seats: each with a connection of its own, unless the plan lets them share.
  init(
    _ program: Program, _ plan: SessionPlan, _ share: WorkerShare, seats: Int,
    _ shared: SharedCounts = .init()
  ) {
    self.program = ProgramMemory(program, seed: plan.seed)
    self.plan = plan
    self.share = share
    self.seats = seats
    self.shared = shared
    breaker = plan.breaker.map { Breaker($0) }
    let own = share.part(of: seats)
    (firstSeat, slots) = (own.lowerBound, own.count)
    users = .allocate(capacity: slots)
    for slot in 0..<slots { (users + slot).initialize(to: SessionUser(number: firstSeat + slot)) }
    variables = UserVariables(program.variables, users: slots)
    exchanges = .allocate(capacity: slots)
    scanners = .allocate(capacity: slots)
    scanners.initialize(repeating: PointerScanner(), count: slots)
    scratch = .allocate(capacity: 2 * self.program.mostText + 1)
    buffers = BufferPool(size: self.program.mostHead + self.program.mostBody)
    timers = UserTimers(slots: slots)
    recorder = SessionRecorder(steps: program.steps.count, flows: program.flows.count)
    keyPrefix = Array(plan.keyPrefix.utf8)
    tickNanoseconds = UInt64(plan.tick * 1e9)
    if case .open(let arrivals) = plan.model {
      dueTimes = DueTimes(arrivals, worker: share.index, of: share.count)
      nextArrival = arrival()
      if !plan.areResident { freeSeats = Array((0..<slots).reversed()) }
    }
  }

  deinit {
    users.deallocate()
    exchanges.deallocate()
    scanners.deallocate()
    scratch.deallocate()
  }

  var kinds: Int { max(1, program.requestCount) }

  var sessions: LoadInterval.Sessions? {
    .init(users: recorder.active, flows: recorder.counts.flows.reduce(0) { $0 + $1.completed })
  }

  // MARK: Times

  /// Whether users are due at times.
  var hasArrivals: Bool { dueTimes != nil }

  /// Whether nobody does anything, wherever they are in their flows.
  private var isStill: Bool { isOpen == false && plan.areResident && !hasArrivals }

  /// Whether flows end that are under way, and none begins.
  var isClosing: Bool { isOpen == false && !isStill }

  var nextDueNanoseconds: UInt64 {
    guard !isStill else { return .max }
    let time = timers.next
    let tick =
      tickNanoseconds > 0 && time < .max
      ? (time &+ tickNanoseconds &- 1) / tickNanoseconds &* tickNanoseconds : time
    let arrival = dueArrival.map { $0 &- min($0, Awakening.spinNanoseconds) } ?? .max
    return min(phaseEnd, min(tick, arrival))
  }

  /// When the next user of an open load is due, if there is a seat for it.
  private var dueArrival: UInt64? {
    guard isOpen == true, let nextArrival, let startNanoseconds, !freeSeats.isEmpty else { return nil }
    return startNanoseconds &+ nextArrival
  }

  /// When the phase ends that is under way; `UInt64.max`: with the load.
  private var phaseEnd: UInt64 {
    guard phase < plan.phaseEnds.count, let startNanoseconds else { return .max }
    return startNanoseconds &+ UInt64(plan.phaseEnds[phase] * 1e9)
  }

  mutating func takeDue(at now: UInt64) -> Int? {
    guard !isStill else { return nil }
    if let limits = plan.limits { look(at: limits, now) }
    while phaseEnd <= now {
      recorder.endPhase(at: phaseEnd)
      phase += 1
    }
    while true {
      let slot: Int
      if let due = dueArrival, due <= now {
        slot = freeSeats.removeLast()
        arrive(slot, due: due)
      } else if timers.next <= now {
        slot = timers.pop()
        if users[slot].standing == .expected {
          guard !isClosing else {
            users[slot].standing = .away
            continue
          }
          begin(slot, due: now)
        }
      } else {
        return nil
      }
      if resume(slot, at: now) { return slot }
    }
  }

  /// Somebody comes to a free seat, or its user begins the flow that is due.
  private mutating func arrive(_ slot: Int, due: UInt64) {
    if !plan.areResident { users[slot].number = nextNumber }
    arrived += 1
    nextArrival = arrival()
    if users[slot].standing == .prepared {
      users[slot].standing = .answered
      users[slot].dueNanoseconds = due
    } else {
      begin(slot, due: due)
    }
    if plan.areResident { users[slot].flowsLeft = 1 }
  }

  /// The number of the next user who comes.
  private var nextNumber: Int { share.index + arrived * share.count }

  /// When the next user comes; nil: nobody does.
  private mutating func arrival() -> UInt64? {
    nextNumber < plan.users ?? .max ? dueTimes?.next() : nil
  }

  var isSpent: Bool { seatsOver == slots || nextArrival == nil && dueTimes != nil && recorder.active == 0 }

  var isResting: Bool {
    if isStill { true } else if isOpen == nil { prepared == recorder.active } else { flowsUnderWay == 0 }
  }

  // MARK: Requests

  func wantsNewConnection(slot: Int) -> Bool { plan.connectsEachUser && users[slot].requests == 0 }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    guard !isStill else { return nil }
    let user = users + slot
    if user.pointee.standing == .answered, !resume(slot, at: due) { return nil }
    guard user.pointee.standing == .ready else { return nil }
    guard breaker?.admits(at: due) ?? true else {
      shed(slot, at: due)
      return nil
    }
    user.pointee.standing = .asking
    user.pointee.requests += 1
    user.pointee.sentNanoseconds = due
    due = min(due, user.pointee.dueNanoseconds)
    recorder.counts.steps[program.requests[user.pointee.request].step].begun &+= 1
    expectAnswer(slot)
    return UnsafePointer(exchanges + slot)
  }

  /// Fails a step whose request is kept back.
  private mutating func shed(_ slot: Int, at now: UInt64) {
    let request = program.requests + users[slot].request
    release(slot)
    recorder.counts.steps[request.pointee.step].begun &+= 1
    fail(slot, .shed, request.pointee.onError, at: now)
  }

  /// Puts a request into memory; whether it can be sent.
  mutating func prepare(_ index: Int, for slot: Int) -> Bool {
    let user = users + slot
    let request = program.requests + index
    let buffer = user.pointee.buffer ?? buffers.take()
    user.pointee.buffer = buffer
    var body = TextWriter(at: buffer + program.mostHead)
    if let template = request.pointee.body { write(template, of: slot, to: &body) }
    let bodyCount = body.position - (buffer + program.mostHead)
    var head = TextWriter(at: buffer)
    write(request.pointee.head, of: slot, to: &head)
    if request.pointee.body != nil {
      head.write("Content-Length: ")
      head.write(bodyCount)
      head.write("\r\n")
    }
    head.write("\r\n")
    let headCount = head.position - buffer
    let start = buffer + program.mostHead - headCount
    start.update(from: buffer, count: headCount)
    (exchanges + slot).initialize(
      to: Exchange(
        bytes: start, count: headCount + bodyCount, acceptedStatuses: 100...999,
        isHead: request.pointee.isHead, kind: index, isIdempotent: request.pointee.isIdempotent))
    (user.pointee.request, user.pointee.attempts, user.pointee.polls) = (index, 0, 0)
    return !head.hasControl
  }

  /// Forgets what an answer before has told.
  private mutating func expectAnswer(_ slot: Int) {
    let request = program.requests + users[slot].request
    guard !request.pointee.captured.isEmpty else { return }
    scanners[slot] = PointerScanner()
    for captured in request.pointee.captured { variables.reset(captured.variable, of: slot) }
  }

  // MARK: Answers

  func readsFields(slot: Int) -> Bool { !program.requests[users[slot].request].fields.isEmpty }

  mutating func read(field line: Bytes, slot: Int) {
    for use in program.requests[users[slot].request].fields {
      if let value = use.value(in: line) { variables.set(use.variable, of: slot, to: value) }
    }
  }

  mutating func read(_ piece: Bytes, slot: Int, at now: UInt64) {
    let index = users[slot].request
    guard !program.requests[index].uses.isEmpty else { return }
    readSlot = slot
    let (scanner, pointers) = (scanners + slot, program.pointers + index)
    scanner.pointee.read(piece, by: pointers.pointee, to: &self)
  }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    let user = users + slot
    let request = program.requests + user.pointee.request
    let rule = request.pointee.rules[status]
    breaker?.note(failed: status >= 500, at: now)
    if rule.contains(.isRetried), let time = retry(slot, at: now) { return .again(at: time) }
    if request.pointee.status >= 0 { variables.set(request.pointee.status, of: slot, to: status) }
    var failure: ErrorLedger.Kind? = .init(status: status)
    if rule.contains(.accepted) {
      if let poll = request.pointee.poll, !holds(poll.until, for: slot) {
        if let time = askAgain(slot, poll, at: now) { return .again(at: time) }
        failure = .check
      } else {
        failure = self.failure(of: slot)
      }
    }
    let ending: Program.Ending =
      rule.contains(.endsUser)
      ? .user : rule.contains(.endsFlow) ? .flow : failure == nil ? .step : request.pointee.onError
    release(slot)
    guard let failure else {
      pass(slot, ending, at: now)
      return .accepted
    }
    fail(slot, failure, status: status, ending, at: now)
    return .failed(failure)
  }

  mutating func abandon(
    _ exchange: UnsafePointer<Exchange>, slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64
  ) -> UInt64? {
    let user = users + slot
    let request = program.requests + user.pointee.request
    // The worker sends it again, on a new connection.
    if kind == .closedIdle, request.pointee.isIdempotent { return nil }
    breaker?.note(failed: true, at: now)
    if let retry = request.pointee.retry, retry.kinds & 1 << UInt64(kind.rawValue) != 0,
      let time = self.retry(slot, at: now)
    {
      return time
    }
    release(slot)
    fail(slot, kind, request.pointee.onError, at: now)
    return nil
  }

  /// When a request is sent again; nil: it was as often as it may be.
  private mutating func retry(_ slot: Int, at now: UInt64) -> UInt64? {
    let user = users + slot
    let request = program.requests + user.pointee.request
    guard let retry = request.pointee.retry, user.pointee.attempts < retry.times,
      breaker?.admits(at: now) ?? true
    else { return nil }
    var pause = retry.first
    for _ in 0..<user.pointee.attempts where pause < retry.most { pause *= retry.factor }
    pause = min(pause, retry.most)
    pause -= pause * retry.jitter * user.pointee.random.uniform()
    user.pointee.attempts += 1
    recorder.counts.steps[request.pointee.step].retries += 1
    expectAnswer(slot)
    user.pointee.sentNanoseconds = now &+ UInt64(pause)
    return user.pointee.sentNanoseconds
  }

  /// When a request is sent again since what it asks for has not come to pass; nil: it was as often as it may be.
  private mutating func askAgain(_ slot: Int, _ poll: ProgramMemory.Poll, at now: UInt64) -> UInt64? {
    let user = users + slot
    user.pointee.polls += 1
    user.pointee.notYetNanoseconds = now
    guard user.pointee.polls < poll.times, breaker?.admits(at: now) ?? true else { return nil }
    recorder.counts.steps[program.requests[user.pointee.request].step].polls += 1
    expectAnswer(slot)
    user.pointee.sentNanoseconds = max(now, user.pointee.sentNanoseconds &+ poll.everyNanoseconds)
    return user.pointee.sentNanoseconds
  }

  private mutating func release(_ slot: Int) {
    guard let buffer = users[slot].buffer else { return }
    buffers.give(buffer)
    users[slot].buffer = nil
  }

  mutating func report(to result: inout LoadResult) {
    result.sessions = recorder.snapshot()
    result.sessions?.hasReachedLimit = hasReachedLimit
    result.sessions?.firstFailures = recorder.failures
    if let breaker {
      result.sessions?.breakerOpenings = breaker.openings
      result.sessions?.breakerNanoseconds = breaker.openNanoseconds(at: endNanoseconds)
    }
    if let nextArrival, let startNanoseconds, startNanoseconds &+ nextArrival < endNanoseconds {
      let unstarted = 1 + (dueTimes?.skip(before: endNanoseconds &- startNanoseconds) ?? 0)
      result.sessions?.unstarted = unstarted
    }
  }
}

extension SessionSource: PointerReading {
  mutating func read(_ piece: Bytes, of pointer: Int) {
    for use in program.requests[users[readSlot].request].uses where use.pointer == pointer {
      variables.append(piece, to: use.variable, of: readSlot)
    }
  }

  mutating func end(pointer: Int) {}
}
