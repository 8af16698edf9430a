import Record

/// The time in which it was an app's turn: what was between the slices of its window is left out.
struct ActiveTime {
  /// In nanoseconds since the window began; a slice goes on until its last answer came.
  private let stretches: [Range<Int>]

  /// Of the window of a load, with the times of its requests that took longest and what else belongs to its end.
  init(of load: LoadFigures, _ requests: [Range<Int>], until end: Int) {
    let slices = load.slices.isEmpty ? [.init(start: 0, length: load.windowNanoseconds)] : load.slices
    stretches = slices.indices.map { index in
      let next = index + 1 < slices.count ? slices[index + 1].start : .max
      let answers = requests.filter { (slices[index].start..<next).contains($0.lowerBound) }.map(\.upperBound)
      let last = next == .max ? end : 0
      return slices[index].start..<min(next, max(slices[index].end, answers.max() ?? 0, last))
    }
  }

  /// How long it was, in nanoseconds.
  var length: Int { stretches.reduce(0) { $0 + $1.count } }

  /// A range of time since the window began, in active time; empty where it was not the app's turn.
  func range(_ range: Range<Int>) -> Range<Int> { time(range.lowerBound)..<time(range.upperBound) }

  private func time(_ time: Int) -> Int {
    stretches.reduce(0) { $0 + max(0, min(time, $1.upperBound) - $1.lowerBound) }
  }
}
