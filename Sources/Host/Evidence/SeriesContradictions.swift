import Record

extension RunRecord {
  /// What cannot be so in the series: each belongs to a trial that was measured, in the trials' order; a line for each that does not.
  var seriesContradictions: [String] {
    var left = trials[...]
    return series.enumerated().compactMap { index, series in
      guard let place = left.firstIndex(where: { $0.key == series.key }), let load = left[place].load else {
        return
          "series.jsonl line \(index + 1): it belongs to no trial that was measured, or not in this order"
      }
      left = left[(place + 1)...]
      return series.contradiction(load).map { "series.jsonl line \(index + 1): \($0)" }
    }
  }
}

extension TrialSeries {
  /// What cannot be so beside a window; nil when all can.
  fileprivate func contradiction(_ load: LoadFigures) -> String? {
    let moments = 0..<1 << 62
    guard moments.contains(startNanoseconds), moments.contains(endNanoseconds),
      endNanoseconds - startNanoseconds == load.spanNanoseconds
    else { return "its window is not that of the trial" }
    guard times.allSatisfy((0..<Self.limit).contains), zip(times, times.dropFirst()).allSatisfy(<) else {
      return "its samples are not in the order of their times"
    }
    let numbers = values.values.joined().compactMap(\.self)
    guard values.values.allSatisfy({ $0.count == times.count }), numbers.allSatisfy((0..<Self.limit).contains)
    else { return "it does not have a number in range, or none, for each sample" }
    guard (values[Self.requests] ?? []).reduce(0.0, { $0 + Double($1 ?? 0) }) <= Double(load.answered) else {
      return "it has more requests than \(load.answered)"
    }
    let isFull = events.count == Self.maximumEvents
    guard events.count <= Self.maximumEvents, eventsLeftOut == 0 || eventsLeftOut > 0 && isFull,
      zip(events, events.dropFirst()).allSatisfy({ $0.timeNanoseconds <= $1.timeNanoseconds }),
      events.allSatisfy({
        moments.contains($0.timeNanoseconds) && moments.contains($0.durationNanoseconds)
          && $0.overlaps(window)
      })
    else { return "its events cannot be" }
    return nil
  }
}
