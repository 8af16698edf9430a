import CLinux
import Glibc
import SeededRandom

/// What users draw, each from random numbers of its own.
extension SessionSource {
  /// One of the places of a choice.
  func pick(_ choice: ProgramMemory.Choice, for slot: Int) -> Int {
    guard choice.count > 1 else { return 0 }
    let number = users[slot].random.integer(in: 1...choice.sums[choice.count - 1])
    var place = 0
    while choice.sums[place] < number { place += 1 }
    return place
  }

  /// A number of a distribution.
  func draw(_ draw: Program.Draw, for slot: Int) -> Double {
    func uniform() -> Double { users[slot].random.uniform() }
    /// A normal deviate by Box and Muller's transform, of which the second one is not used.
    func deviate() -> Double { (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform()) }
    let number =
      switch draw.distribution {
      case .constant(let number): number
      case .uniform(let low, let high): low + (high - low) * uniform()
      case .normal(let mean, let deviation): mean + deviation * deviate()
      case .exponential(let mean): -mean * log(1 - uniform())
      case .lognormal(let median, let sigma): median * exp(sigma * deviate())
      }
    return min(max(number, draw.minimum), draw.maximum)
  }

  /// Gives a variable of the slot's user a value.
  func assign(_ variable: Int, _ value: ProgramMemory.Value, for slot: Int) {
    switch value {
    case .integer(let draw):
      let number = self.draw(draw, for: slot).rounded()
      variables.set(variable, of: slot, to: Int(exactly: number) ?? (number < 0 ? .min : .max))
    case .number(let draw):
      let text = Array("\(self.draw(draw, for: slot))".utf8)
      variables.reset(variable, of: slot)
      text.withUnsafeBufferPointer { variables.append($0, to: variable, of: slot) }
    case .text(let template): write(template, to: variable, of: slot)
    case .choice(let choice, let templates): write(templates[pick(choice, for: slot)], to: variable, of: slot)
    case .uuid:
      variables.setText(variable, of: slot) { memory in
        UUIDText.write((users[slot].random.next(), users[slot].random.next()), to: memory)
      }
    case .now(let isUnix): writeTime(isUnix: isUnix, to: variable, of: slot)
    case .question(let choice, let first):
      writeQuestion(of: first + pick(choice, for: slot), to: variable, of: slot)
    }
  }

  /// No two users have the same number, nor has one the same number of questions twice.
  private func writeQuestion(of list: Int, to variable: Int, of slot: Int) {
    let number = users[slot].questions &* (plan.users ?? seats) &+ users[slot].number
    users[slot].questions += 1
    variables.setText(variable, of: slot) { memory in
      var writer = TextWriter(at: memory)
      program.questions[list].write(number) { text in text.withUnsafeBufferPointer { writer.write($0) } }
      return writer.position - memory
    }
  }

  /// Gives variables the values of the row that the slot's user takes.
  func takeRow(of index: Int, into first: UnsafePointer<Int>, for slot: Int) {
    let (table, user) = (program.tables + index, users + slot)
    let (rows, all) = (table.pointee.rows, plan.users ?? seats)
    let row =
      switch table.pointee.pick {
      // Who takes a seat after somebody else takes over the row as well.
      case .own: user.pointee.number % min(rows, all)
      case .next: (user.pointee.number &+ max(0, user.pointee.flowsBegun - 1) &* all) % rows
      case .random: user.pointee.random.integer(in: 0...rows - 1)
      }
    for column in 0..<table.pointee.columns {
      let cell = table.pointee.cells + (row * table.pointee.columns + column)
      let value = Bytes(start: table.pointee.bytes + cell.pointee.start, count: cell.pointee.count)
      variables.set(first[column], of: slot, to: value, isToken: cell.pointee.isToken)
    }
  }

  private func write(_ template: ProgramMemory.Template, to variable: Int, of slot: Int) {
    variables.setText(variable, of: slot) { memory in
      // The text may be made of the variable itself.
      var writer = TextWriter(at: scratch)
      write(template, of: slot, to: &writer)
      memory.update(from: scratch, count: writer.position - scratch)
      return writer.position - scratch
    }
  }

  private func writeTime(isUnix: Bool, to variable: Int, of slot: Int) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    guard !isUnix else { return variables.set(variable, of: slot, to: time.tv_sec) }
    variables.setText(variable, of: slot) { memory in
      var (seconds, parts) = (time.tv_sec, tm())
      gmtime_r(&seconds, &parts)
      let count = memory.withMemoryRebound(to: CChar.self, capacity: 20) {
        strftime($0, 20, "%Y-%m-%dT%H:%M:%S", &parts)
      }
      let milliseconds = time.tv_nsec / 1_000_000
      memory[count] = UInt8(ascii: ".")
      for (place, unit) in [100, 10, 1].enumerated() {
        memory[count + 1 + place] = UInt8(ascii: "0") + UInt8(milliseconds / unit % 10)
      }
      memory[count + 4] = UInt8(ascii: "Z")
      return count + 5
    }
  }
}

/// A random UUID as a text (RFC 9562 §5.4).
enum UUIDText {
  /// How long it is.
  static let count = 36

  /// Writes the UUID of these bits; returns its length.
  static func write(_ bits: (UInt64, UInt64), to memory: UnsafeMutablePointer<UInt8>) -> Int {
    let high = bits.0 & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = bits.1 & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    var place = 0
    for digit in 0..<32 {
      if [8, 12, 16, 20].contains(digit) {
        memory[place] = UInt8(ascii: "-")
        place += 1
      }
      let word = digit < 16 ? high : low
      let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (digit % 16))) & 15
      memory[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
      place += 1
    }
    return place
  }
}
