import SeededRandom

/// Users come, begin flows, and go.
extension SessionSource {
  /// Nobody begins a flow again sooner that has done nothing in the one before.
  private static let restNanoseconds: UInt64 = 100_000_000
  private static let longestCooldown = 10e9
  /// An odd number, so that no two users have the same seed; were it the step of SplitMix64, which fills the state of their generators,
  /// neighbours would have three of its four words in common.
  private static let distanceOfSeeds: UInt64 = 0xd134_2543_de82_ef95

  /// Lets the next user of an empty seat begin when the plan has one there.
  mutating func awaitTurn(_ slot: Int, at now: UInt64) {
    guard case .closed(let profile) = plan.model, let startNanoseconds else { return }
    if let most = plan.users, users[slot].number >= most { return close(slot) }
    let time = Double(now &- startNanoseconds) / 1e9
    guard let turn = profile.taken(firstSeat + slot, from: time) else { return close(slot) }
    users[slot].standing = .expected
    // Until the number of users is above the seat's.
    timers.push(slot, at: turn > time ? startNanoseconds &+ UInt64(turn * 1e9) &+ 1 : now)
  }

  private mutating func close(_ slot: Int) {
    users[slot].standing = .over
    seatsOver += 1
  }

  /// The seat's user sits down, whose first flow is due then.
  mutating func begin(_ slot: Int, due: UInt64) {
    let user = users + slot
    let number = user.pointee.number
    user.initialize(to: SessionUser(number: number))
    user.pointee.standing = .answered
    user.pointee.random = SeededGenerator(
      seed: plan.seed ^ UInt64(truncatingIfNeeded: number) &* Self.distanceOfSeeds)
    user.pointee.place = program.prologue
    if plan.areResident, hasArrivals { user.pointee.flowsLeft = 0 }
    user.pointee.begunNanoseconds = due
    user.pointee.dueNanoseconds = due
    if let iterations = plan.iterations {
      user.pointee.flowsLeft = max(1, Int(draw(iterations, for: slot).rounded()))
    }
    variables.reset(user: slot)
    variables.set(program.userIndex, of: slot, to: number)
    variables.setText(program.userKey, of: slot) { [keyPrefix] memory in
      memory.update(from: keyPrefix, count: keyPrefix.count)
      return keyPrefix.count + (memory + keyPrefix.count).writeDecimal(number)
    }
    recorder.counts.usersBegun += 1
    recorder.change(active: 1, at: due)
  }

  /// The seat's user goes, and leaves it to the next one.
  private mutating func leave(_ slot: Int, at now: UInt64) {
    users[slot].standing = .away
    recorder.change(active: -1, at: now)
    if plan.areResident || !hasArrivals { users[slot].number += seats }
    guard isOpen != nil else { return }
    if hasArrivals { freeSeats.append(slot) } else if !isClosing { awaitTurn(slot, at: now) }
  }

  /// Begins the user's next flow, if it is to do one now; otherwise it waits or goes.
  mutating func beginFlow(_ slot: Int, at now: UInt64) {
    let user = users + slot
    if staysReady(slot) { return }
    let isOver =
      user.pointee.isOver || user.pointee.flowsLeft == 0
      || plan.seconds.map { Double(now &- user.pointee.begunNanoseconds) >= $0 * 1e9 } ?? false
    if isClosing || isOver || !hasSeat(slot, at: now) {
      if !isClosing, isOver { recorder.counts.usersEnded += 1 }
      return leave(slot, at: now)
    }
    if let pace = plan.pace {
      let due = user.pointee.begunNanoseconds &+ UInt64(Double(user.pointee.flowsBegun) * pace * 1e9)
      user.pointee.dueNanoseconds = user.pointee.flowsBegun == 0 ? user.pointee.dueNanoseconds : due
      if user.pointee.dueNanoseconds > now { return rest(slot) }
    }
    let flow = pick(program.weights, for: slot)
    user.pointee.flow = flow
    user.pointee.place = program.flows[flow].start
    user.pointee.flowsBegun += 1
    user.pointee.flowsLeft -= 1
    user.pointee.flowDueNanoseconds = user.pointee.dueNanoseconds
    (user.pointee.responseNanoseconds, user.pointee.serviceNanoseconds) = (0, 0)
    user.pointee.hasWaited = false
    variables.set(program.iteration, of: slot, to: user.pointee.flowsBegun)
    recorder.counts.flows[flow].begun &+= 1
    flowsUnderWay += 1
  }

  /// Lets a user who stays wait for the window, or for the next flow that is due; whether it does.
  private mutating func staysReady(_ slot: Int) -> Bool {
    let user = users + slot
    guard plan.areResident, !user.pointee.isOver,
      isOpen == nil || hasArrivals && user.pointee.flowsLeft == 0
    else { return false }
    user.pointee.standing = .prepared
    if isOpen == nil { prepared += 1 } else { freeSeats.append(slot) }
    return true
  }

  /// Whether the plan still has a user in this seat.
  private func hasSeat(_ slot: Int, at now: UInt64) -> Bool {
    guard case .closed(let profile) = plan.model, let startNanoseconds else { return true }
    return profile.users(at: Double(now &- startNanoseconds) / 1e9) > Double(firstSeat + slot)
  }

  /// Lets the user wait until what it does next is due.
  mutating func rest(_ slot: Int) {
    users[slot].standing = .waiting
    users[slot].hasWaited = true
    timers.push(slot, at: users[slot].dueNanoseconds)
  }

  /// The user's flow is over; `failure`: what has ended it, nil: nothing has, it is whole.
  mutating func endFlow(_ slot: Int, _ failure: ErrorLedger.Kind?) {
    let user = users + slot
    user.pointee.place = nil
    guard let flow = user.pointee.flow else {
      guard failure != nil else { return }
      // A user who cannot begin does no more, and the next one does not try at once.
      user.pointee.isOver = true
      user.pointee.dueNanoseconds &+= Self.restNanoseconds
      return
    }
    flowsUnderWay -= 1
    guard let failure else {
      recorder.complete(
        flow: flow, active: user.pointee.responseNanoseconds, service: user.pointee.serviceNanoseconds,
        elapsed: user.pointee.dueNanoseconds &- user.pointee.flowDueNanoseconds, isInWindow: isOpen == true)
      user.pointee.failures = 0
      if !user.pointee.hasWaited { user.pointee.dueNanoseconds &+= Self.restNanoseconds }
      return
    }
    recorder.counts.flows[flow].failed[failure] += 1
    let cooldown = program.flows[flow].cooldown * Double(1 << min(user.pointee.failures, 20))
    user.pointee.dueNanoseconds &+= UInt64(min(cooldown, Self.longestCooldown))
    user.pointee.failures += 1
  }
}
