import Record

extension [Trial] {
  /// How many of these valid trials of a cell have a lower bound as their figure, by measure: percentiles among requests that were never
  /// sent, and the throughput of a closed loop that the generator held up.
  func lowerBounds(_ generator: GeneratorHeadroom?) -> [Key<Measure>: Int] {
    var counts: [Key<Measure>: Int] =
      generator?.isEnough == false ? [.throughput: count, .flowRate: count] : [:]
    for load in compactMap(\.load) {
      for measure in HTTPMeasures.lowerBounds(of: load) { counts[measure, default: 0] += 1 }
    }
    return counts
  }

  /// Whether the generator held these valid trials of a cell up; nil of an open loop.
  func generator(by rules: CellRules) -> GeneratorHeadroom? {
    GeneratorHeadroom(
      of: self, connections: rules.connections, appProcessors: rules.appProcessors,
      confirmation: first.flatMap { rules.confirmations[CellRules.Place($0)] })
  }
}

extension Observations {
  /// In how many blocks participants are known by a measure only to be at least so large; who is so in none is left out.
  func lowerBounds(of measure: Key<Measure>, under condition: Key<Condition>) -> [Key<Participant>: Int] {
    participants.reduce(into: [:]) { all, participant in
      let trials = valid(participant, condition)
      all[participant] = trials.lowerBounds(trials.generator(by: rules))[measure]
    }
  }
}
