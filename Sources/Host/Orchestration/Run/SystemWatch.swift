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
    func increase(_ first: Int?, _ last: Int?) -> Int? {
      first.flatMap { first in last.map { max(0, $0 - first) } }
    }
    return SystemUse(
      elapsedNanoseconds: Int(end.nanoseconds - begin.nanoseconds),
      processors: zip(begin.processors, end.processors).map { first, last in
        .init(
          number: last.number,
          stolenNanoseconds: increase(first.stolenTicks, last.stolenTicks).map { $0 * tick },
          throttlings: increase(first.throttlings, last.throttlings), kilohertz: last.kilohertz)
      }, otherCPUNanoseconds: increase(begin.otherTicks, end.otherTicks).map { $0 * tick },
      quotaThrottlings: increase(begin.quotaThrottlings, end.quotaThrottlings), portsTaken: taken,
      ports: ports, strays: end.strays > 0 ? end.strays : nil)
  }
}
