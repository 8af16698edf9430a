import Record
import Statistics

extension Trial {
  private static let mostProcesses = 1 << 22
  private static let derived = Set(HTTPMeasures.all.map(\.id))

  /// What in a trial cannot have been; `place` is its condition and the family that has it.
  func contradictions(
    in plan: Plan, _ measures: Set<Key<Measure>>, _ place: (family: Family, condition: Condition)?
  ) -> [String] {
    guard let place else { return ["its condition \(condition) is none of the plan's"] }
    guard (failure == nil) == !figures.isEmpty else { return ["it must have either figures or a failure"] }
    let isOfHTTP = [.capacity, .offered].contains(place.condition.kind)
    guard !isOfHTTP || (load == nil) == (failure != nil) else {
      return ["it must have either a load or a failure"]
    }
    let missing = unavailable.flatMap(\.metrics)
    let own = [
      Set(metrics.keys).isDisjoint(with: missing) ? nil : "a metric is both there and missing",
      (0...Self.mostProcesses).contains(vanished) ? nil : "\(vanished) processes cannot have ended",
      (1...Self.mostProcesses).contains(orphans ?? 1)
        ? nil : "\(orphans ?? 0) processes cannot have been in the background",
      figures.values.allSatisfy { $0.isFinite && $0 >= 0 } ? nil : "a figure is out of range",
      figures.keys.allSatisfy(measures.contains) ? nil : "a figure is none of the plan's",
    ].compactMap(\.self)
    guard own.isEmpty, let load else { return own }
    let counts = load.contradictions + (system?.contradictions ?? [])
    guard counts.isEmpty else { return counts }
    return consequences(of: load, measures, connections: plan.load.connections)
  }

  /// What does not follow from the load that was kept.
  private func consequences(
    of load: LoadFigures, _ measures: Set<Key<Measure>>, connections: Int
  ) -> [String] {
    let derived = GateReading.all(of: load, system, connections: connections)
    let gate = zip(derived, gates).first { $0 != $1 }?.0.gate ?? derived.first?.gate ?? "errors"
    let again = HTTPMeasures.figures(of: load, metrics: metrics, startupNanoseconds: startupNanoseconds)
      .filter { measures.contains($0.key) }
    let stored = figures.filter { Self.derived.contains($0.key) }
    let figure = Set(again.keys).union(stored.keys).sorted().first { again[$0] != stored[$0] }
    return [
      derived == gates ? nil : "the gate \(gate) does not follow from the figures",
      figure.map { "the figure \($0) does not follow from the load and the metrics" },
    ].compactMap(\.self)
  }
}

extension SystemUse {
  fileprivate var contradictions: [String] {
    let limit = 1 << 48
    let figures =
      processors.flatMap { [$0.number, $0.stolenNanoseconds, $0.throttlings, $0.kilohertz] }
      + [otherCPUNanoseconds, quotaThrottlings, portsTaken, ports, strays]
    return (1...limit).contains(elapsedNanoseconds) && processors.count <= 4096
      && zip(processors, processors.dropFirst()).allSatisfy { $0.number < $1.number }
      && figures.compactMap(\.self).allSatisfy { (0...limit).contains($0) }
      ? [] : ["what the machine did is out of range"]
  }
}
