package import Record
package import Statistics

extension Plan {
  /// The same plan with some of its parts changed.
  package func with(
    participants: [Participant]? = nil, reference: Key<Participant>? = nil, workloads: [Workload]? = nil,
    measures: [Measure]? = nil, families: [Family]? = nil, comparisons: Comparisons? = nil,
    procedure: Procedure? = nil, blocks: [Block]? = nil, minimumBlocks: Int? = nil, load: Load? = nil,
    budgetSeconds: Double? = nil, toleratedGates: [String]? = nil
  ) -> Plan {
    Plan(
      participants: participants ?? self.participants, reference: reference ?? self.reference, suite: suite,
      workloads: workloads ?? self.workloads, measures: measures ?? self.measures,
      families: families ?? self.families, procedure: procedure ?? self.procedure,
      blocks: blocks ?? self.blocks, minimumBlocks: minimumBlocks ?? self.minimumBlocks,
      comparisons: comparisons ?? self.comparisons, load: load ?? self.load,
      budgetSeconds: budgetSeconds ?? self.budgetSeconds, seed: seed,
      toleratedGates: toleratedGates ?? self.toleratedGates)
  }

  /// The same plan with one of its families changed.
  package func with(_ family: Key<Family>, _ change: (Family) -> Family) -> Plan {
    with(families: families.map { $0.id == family ? change($0) : $0 })
  }
}

extension Family {
  /// The same family with some of its parts changed.
  package func with(
    primary: [Key<Measure>]? = nil, delta: Double? = nil, conditions: [Condition]? = nil
  ) -> Family {
    Family(
      id: id, title: title, primary: primary ?? self.primary, shown: shown, delta: delta ?? self.delta,
      conditions: conditions ?? self.conditions)
  }
}

extension LoadFigures {
  /// The same figures with some of them changed.
  package func with(
    windowNanoseconds: Int? = nil, sent: Int? = nil, answered: Int? = nil, answeredInWindow: Int? = nil,
    unfinished: Int? = nil, errors: [String: Int]? = nil, latency: Histogram? = nil,
    openLoop: OpenLoop? = nil, canaries: Canaries? = nil, generator: Generator? = nil
  ) -> LoadFigures {
    var changed = LoadFigures(
      windowNanoseconds: windowNanoseconds ?? self.windowNanoseconds, sent: sent ?? self.sent,
      answered: answered ?? self.answered, answeredInWindow: answeredInWindow ?? self.answeredInWindow,
      unfinished: unfinished ?? self.unfinished, errors: errors ?? self.errors, bytesSent: bytesSent,
      bytesReceived: bytesReceived, latency: latency ?? self.latency, openLoop: openLoop ?? self.openLoop,
      canaries: canaries ?? self.canaries, generator: generator ?? self.generator)
    changed.slices = slices
    changed.untimed = untimed
    changed.slowest = slowest
    changed.overhangNanoseconds = overhangNanoseconds
    changed.openNanoseconds = openNanoseconds
    return changed
  }
}
