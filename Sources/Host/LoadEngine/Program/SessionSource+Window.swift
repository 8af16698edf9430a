/// The window begins, rests and is over.
extension SessionSource {
  mutating func prepare(at now: UInt64) -> Bool {
    guard plan.areResident else { return false }
    for slot in 0..<slots {
      begin(slot, due: now)
      rest(slot)
    }
    return true
  }

  mutating func windowChanged(isOpen: Bool, at now: UInt64) {
    self.isOpen = isOpen
    guard isOpen else {
      endNanoseconds = now
      return recorder.end(at: now)
    }
    recorder.begin(at: now)
    if startNanoseconds == nil { begin(at: now) } else { goOn(at: now) }
    guard !hasArrivals else { return }
    for slot in 0..<slots where users[slot].standing == .away { awaitTurn(slot, at: now) }
  }

  /// The window begins; in an open load of users who stay, seats are free in which nobody is under way.
  private mutating func begin(at now: UInt64) {
    startNanoseconds = now
    guard plan.areResident else { return }
    for slot in 0..<slots {
      let isPrepared = users[slot].standing == .prepared
      if hasArrivals, isPrepared || users[slot].standing == .away {
        freeSeats.append(slot)
      } else if isPrepared {
        users[slot].begunNanoseconds = now
        users[slot].dueNanoseconds = now
        rest(slot)
      }
    }
  }

  /// A rest is over: what was due in it is put off.
  private mutating func goOn(at now: UInt64) {
    let pause = now &- endNanoseconds
    startNanoseconds = startNanoseconds.map { $0 &+ pause }
    timers.shift(by: pause)
    for slot in 0..<slots {
      let user = users + slot
      user.pointee.begunNanoseconds &+= pause
      user.pointee.flowDueNanoseconds &+= pause
      switch user.pointee.standing {
      case .waiting: user.pointee.dueNanoseconds &+= pause
      case .answered, .ready:
        // It was answered in the rest, or would have gone on in it; a request that it had is made once more.
        if user.pointee.standing == .ready { user.pointee.place? -= 1 }
        user.pointee.dueNanoseconds = now
        self.rest(slot)
      case .away, .expected, .over, .prepared, .asking: break
      }
    }
  }

  /// Tells what users did since the last time, and learns whether all of them have reached a limit.
  mutating func look(at limits: SessionLimits, _ now: UInt64) {
    guard isOpen == true, let startNanoseconds else { return }
    let steps = recorder.counts.steps
    let (begun, failed) = (steps.reduce(0) { $0 + $1.begun }, steps.reduce(0) { $0 + $1.failed.total })
    hasReachedLimit = shared.add(
      begun: begun - told.begun, failed: failed - told.failed, limit: limits,
      seconds: Double(now &- startNanoseconds) / 1e9)
    told = (begun, failed)
  }
}
