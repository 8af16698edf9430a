import Record

/// Something that was measured, and what disturbed it.
struct Watched<Value: Sendable>: Sendable {
  let value: Value
  let disturbance: SelftestReport.Disturbance

  init(_ value: Value, _ disturbance: SelftestReport.Disturbance) {
    self.value = value
    self.disturbance = disturbance
  }

  /// One or several together, which are disturbed as the worst of them is.
  init<Part>(_ parts: [Watched<Part>]) where Value == [Part] {
    guard let worst = parts.map(\.disturbance).max(by: { $0.severity < $1.severity }) else {
      preconditionFailure("nothing was watched")
    }
    self.init(parts.map(\.value), worst)
  }

  /// Whether the machine left it alone.
  var isQuiet: Bool { disturbance.isQuiet }

  /// What is made of the value, disturbed as that is.
  func map<Other>(_ transform: (Value) -> Other) -> Watched<Other> { .init(transform(value), disturbance) }
}

/// The windows that count among those that were measured, chosen by what the machine did and never by what was seen in them.
struct QuietWindows<Value: Sendable>: Sendable {
  /// In the order measured: the quiet ones, or, where those are too few, the least disturbed.
  let chosen: [Watched<Value>]
  /// What the machine did to all that were measured.
  let machine: SelftestReport.Machine
  /// Whether there are as many quiet ones as are needed.
  let isEnough: Bool

  /// Of `windows`, which are `count` or more, the first `count` that count; `needed` quiet ones are enough.
  init(_ windows: [Watched<Value>], _ count: Int, needed: Int = 1) {
    machine = SelftestReport.Machine(windows.map(\.disturbance))
    isEnough = machine.quiet >= needed
    let limit = isEnough ? 1 : windows.map(\.disturbance.severity).sorted()[count - 1]
    chosen = Array(windows.filter { $0.disturbance.severity <= limit }.prefix(count))
  }

  /// What was seen in those that count.
  var values: [Value] { chosen.map(\.value) }
}

extension SelftestReport.Machine {
  /// What it did to at least one window.
  init(_ disturbances: [SelftestReport.Disturbance]) {
    guard let least = disturbances.min(by: { $0.severity < $1.severity }) else {
      preconditionFailure("no window was measured")
    }
    self.init(windows: disturbances.count, quiet: disturbances.count(where: \.isQuiet), least: least)
  }
}

extension SelftestReport.Check {
  /// A figure of windows, which is judged where enough of them are quiet.
  init<Value>(
    _ name: String, _ unit: Unit, seen: Double, expected: ClosedRange<Double>, detail: String? = nil,
    in windows: QuietWindows<Value>
  ) {
    self.init(
      name, unit, seen: seen, expected: expected, detail: detail, on: windows.machine,
      isJudged: windows.isEnough)
  }

  /// A figure that is judged or not, and what the machine did meanwhile; nil: nothing that matters to it.
  init(
    _ name: String, _ unit: Unit, seen: Double, expected: ClosedRange<Double>, detail: String?,
    on machine: SelftestReport.Machine?, isJudged: Bool
  ) {
    guard let machine, !isJudged else {
      self.init(name, unit, seen: seen, expected: expected, detail: detail, machine: machine)
      return
    }
    self = .notJudged(name, unit, seen: seen, expected: expected, detail: detail, machine: machine)
  }
}
