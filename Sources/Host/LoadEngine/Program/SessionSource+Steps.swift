/// What users do between an answer and the next request.
extension SessionSource {
  /// Carries out the user's program until it has a request to send, waits or goes; whether it has one.
  mutating func resume(_ slot: Int, at now: UInt64) -> Bool {
    let user = users + slot
    user.pointee.standing = .answered
    while user.pointee.standing == .answered {
      guard user.pointee.dueNanoseconds <= now else {
        rest(slot)
        break
      }
      if let place = user.pointee.place {
        carryOut(program.code[place], of: slot, at: now)
      } else {
        beginFlow(slot, at: now)
      }
    }
    return user.pointee.standing == .ready
  }

  private mutating func carryOut(
    _ instruction: ProgramMemory.Instruction, of slot: Int, at now: UInt64
  ) {
    let user = users + slot
    let next = (user.pointee.place ?? 0) + 1
    user.pointee.place = next
    switch instruction {
    case .send(let request):
      user.pointee.hasWaited = true
      if prepare(request, for: slot) { user.pointee.standing = .ready } else { refuse(slot, at: now) }
    case .pause(let draw):
      user.pointee.hasWaited = true
      user.pointee.dueNanoseconds &+= UInt64(max(0, self.draw(draw, for: slot)) * 1e9)
    case .assign(let variable, let value): assign(variable, value, for: slot)
    case .takeRow(let table, let variables): takeRow(of: table, into: variables, for: slot)
    case .jump(let target): user.pointee.place = target
    case .unless(let first, let second, let target):
      if !areEqual(first, second, of: slot) { user.pointee.place = target }
    case .begin(let counter): user.pointee.counters[counter] = 0
    case .again(let counter, let times, let target):
      user.pointee.counters[counter] += 1
      if user.pointee.counters[counter] < times { user.pointee.place = target }
    case .choose(let choice, let targets): user.pointee.place = targets[pick(choice, for: slot)]
    case .end(let ending): end(ending, slot, nil)
    }
  }

  private mutating func end(_ ending: Program.Ending, _ slot: Int, _ failure: ErrorLedger.Kind?) {
    switch ending {
    case .step: break
    case .flow: endFlow(slot, failure)
    case .user:
      endFlow(slot, failure)
      users[slot].isOver = true
    }
  }

  /// A request cannot be sent, since a value would end a field.
  private mutating func refuse(_ slot: Int, at now: UInt64) {
    let (request, user) = (program.requests + users[slot].request, users + slot)
    recorder.counts.steps[request.pointee.step].begun &+= 1
    recorder.fail(
      step: request.pointee.step,
      .init(
        nanoseconds: now, user: user.pointee.number, request: user.pointee.requests,
        step: request.pointee.step, kind: .capture, status: nil))
    end(request.pointee.onError, slot, .capture)
  }

  // MARK: Answers

  /// The user's step passed at `now`; its connection goes on with what follows.
  mutating func pass(_ slot: Int, _ ending: Program.Ending, at now: UInt64) {
    let user = users + slot
    let service = now &- min(now, user.pointee.sentNanoseconds)
    let request = program.requests + user.pointee.request
    if request.pointee.isMeasured { user.pointee.serviceNanoseconds &+= service }
    if request.pointee.poll != nil {
      let earliest = max(
        user.pointee.polls > 0 ? user.pointee.notYetNanoseconds : 0, user.pointee.dueNanoseconds)
      recorder.poll(step: request.pointee.step, earliest: earliest &- user.pointee.dueNanoseconds)
    }
    recorder.pass(
      step: request.pointee.step, response: endStep(slot, at: now), service: service,
      isInWindow: isOpen == true)
    user.pointee.standing = .answered
    end(ending, slot, nil)
  }

  /// The user's step failed at `now`; it goes on when it is due again.
  mutating func fail(
    _ slot: Int, _ kind: ErrorLedger.Kind, status: Int? = nil, _ ending: Program.Ending, at now: UInt64
  ) {
    _ = endStep(slot, at: now)
    let (user, step) = (users + slot, program.requests[users[slot].request].step)
    recorder.fail(
      step: step,
      .init(
        nanoseconds: now, user: user.pointee.number, request: user.pointee.requests, step: step, kind: kind,
        status: status))
    end(ending, slot, kind)
    rest(slot)
  }

  /// The step is over, and what follows is due; how long it took, in nanoseconds.
  private func endStep(_ slot: Int, at now: UInt64) -> UInt64 {
    let user = users + slot
    let response = now &- min(now, user.pointee.dueNanoseconds)
    if program.requests[user.pointee.request].isMeasured { user.pointee.responseNanoseconds &+= response }
    user.pointee.dueNanoseconds = now
    return response
  }

  /// What an answer lacks; nil: nothing.
  mutating func failure(of slot: Int) -> ErrorLedger.Kind? {
    let request = program.requests + users[slot].request
    for captured in request.pointee.captured {
      let isThere = variables.isSet(captured.variable, of: slot)
      if !isThere, !captured.isOptional { return .capture }
      if isThere, captured.isInteger, !variables.makeInteger(captured.variable, of: slot) { return .capture }
    }
    return holds(request.pointee.checks, for: slot) ? nil : .check
  }

  /// Whether captured values are what they must be.
  func holds(_ checks: UnsafeBufferPointer<ProgramMemory.Check>, for slot: Int) -> Bool {
    for check in checks {
      var writer = TextWriter(at: scratch)
      write(check.expected, of: slot, to: &writer)
      let expected = Bytes(start: scratch, count: writer.position - scratch)
      guard JSONToken.areEqual(variables.bytes(check.variable, of: slot), expected) else { return false }
    }
    return true
  }

  // MARK: Texts

  /// Writes a template with the user's variables.
  func write(_ template: ProgramMemory.Template, of slot: Int, to writer: inout TextWriter) {
    for index in 0..<template.count {
      switch template.first[index] {
      case .bytes(let bytes, let count): writer.write(Bytes(start: bytes, count: count))
      case .variable(let variable, let encoding):
        writer.write(
          variables.bytes(variable, of: slot), isToken: variables.isToken(variable, of: slot), encoding)
      }
    }
  }

  private func areEqual(_ first: ProgramMemory.Template, _ second: ProgramMemory.Template, of slot: Int)
    -> Bool
  {
    var writer = TextWriter(at: scratch)
    write(first, of: slot, to: &writer)
    let middle = writer.position
    write(second, of: slot, to: &writer)
    return JSONToken.areEqual(
      Bytes(start: scratch, count: middle - scratch), Bytes(start: middle, count: writer.position - middle))
  }
}
