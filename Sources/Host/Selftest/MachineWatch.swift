import Platform
import Record

/// Watches what the machine does besides serving us while a window is measured.
struct MachineWatch {
  private let processors: [Int]
  private let begin: SystemSnapshot
  private let wakeups: WakeupWatch

  /// Begins to watch the processors of generator and servers; throws when one of them is not allowed.
  init(processors: [Int]) throws(SystemError) {
    self.processors = Array(Set(processors)).sorted()
    begin = SystemSnapshot(processors: self.processors)
    wakeups = try WakeupWatch(processors: self.processors)
  }

  /// What it did since. `waitingShare` is what generator and servers say of themselves.
  func end(waitingShare: Double?) -> SelftestReport.Disturbance {
    let lateness = wakeups.end()
    let end = SystemSnapshot(processors: processors)
    let tick = 1e9 / Double(max(1, SystemSnapshot.ticksPerSecond))
    let whole = Double(end.nanoseconds - begin.nanoseconds) * Double(max(1, processors.count))
    func share(_ first: Int?, _ last: Int?) -> Double? {
      guard let first, let last else { return nil }
      return Double(max(0, last - first)) * tick / whole
    }
    return SelftestReport.Disturbance(
      waitingShare: waitingShare, stolenShare: share(stolen(begin), stolen(end)),
      otherShare: share(begin.otherTicks, end.otherTicks),
      lateShare: Double(lateness.late) / Double(max(1, lateness.instants)),
      latestNanoseconds: Int(clamping: lateness.latestNanoseconds))
  }

  /// What a hypervisor took from all processors together, in ticks; nil where one does not tell.
  private func stolen(_ snapshot: SystemSnapshot) -> Int? {
    let ticks = snapshot.processors.compactMap(\.stolenTicks)
    return ticks.count == snapshot.processors.count ? ticks.reduce(0, +) : nil
  }
}

extension SelftestReport.Disturbance {
  /// How much of what a quiet window may have there is of the figure that has most of it.
  var severity: Double {
    max(
      (waitingShare ?? 0) / 0.002, (stolenShare ?? 0) / 0.01, (otherShare ?? 0) / 0.01, lateShare / 0.002)
  }

  /// Whether the machine left us alone, by these figures alone.
  var isQuiet: Bool { severity <= 1 }
}

extension LoadFigures {
  /// Share of the window that the generator was ready but waited for its processor; nil where the kernel does not tell.
  var generatorWaitingShare: Double? {
    generator.runQueueNanoseconds.map {
      Double($0) / Double(max(1, windowNanoseconds * generator.threads))
    }
  }
}
