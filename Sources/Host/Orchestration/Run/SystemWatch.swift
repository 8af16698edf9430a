import Platform
package import Record

/// Watches the machine beside a measured window.
package struct SystemWatch {
  private let processors: [Int]
  private let begin: SystemSnapshot

  /// Begins to watch the machine, and the processors of apps and generator.
  package init(processors: [Int]) {
    self.processors = Array(Set(processors)).sorted()
    begin = SystemSnapshot(processors: self.processors)
  }

  /// What happened since; the ports are those for connections to `port`.
  package func end(port: UInt16) -> SystemUse {
    let end = SystemSnapshot(processors: processors)
    let ports = EphemeralPorts.count()
    let taken = ports.flatMap { EphemeralPorts.taken(towards: port, of: $0) }
    let tick = 1_000_000_000 / max(1, SystemSnapshot.ticksPerSecond)
    func increase(_ ticks: KeyPath<SystemSnapshot, Int?>) -> Int? {
      guard let first = begin[keyPath: ticks], let last = end[keyPath: ticks] else { return nil }
      return max(0, last - first) * tick
    }
    return SystemUse(
      elapsedNanoseconds: Int(end.nanoseconds - begin.nanoseconds), processors: max(1, processors.count),
      stolenNanoseconds: processors.isEmpty ? nil : increase(\.stolenTicks),
      otherCPUNanoseconds: increase(\.otherTicks), portsTaken: taken, ports: ports)
  }
}
