/// The parts of a window that intervals cover, in whole units of time since it began.
package struct Coverage: Sendable {
  /// How long the window is.
  package let length: Int
  /// The union: disjoint stretches in order, each with how much is covered before it.
  private var stretches: [(range: Range<Int>, before: Int)] = []
  private var total = 0

  /// What `intervals`, in any order, cover of the window 0 ..< `length`.
  package init(of intervals: [Range<Int>], in length: Int) {
    self.length = length
    for interval in intervals.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let fresh = max(interval.lowerBound, stretches.last?.range.upperBound ?? 0)
      let range = fresh..<max(fresh, min(interval.upperBound, length))
      guard !range.isEmpty else { continue }
      stretches.append((range, total))
      total += range.count
    }
  }

  /// How much of `range`, a part of the window, is covered once the window has been turned by `shift` (0 ..< length): what
  /// leaves it at its end comes in again at its beginning.
  package func covered(_ range: Range<Int>, shiftedBy shift: Int = 0) -> Int {
    let start = range.lowerBound >= shift ? range.lowerBound - shift : range.lowerBound - shift + length
    return covered(before: start + range.count) - covered(before: start)
  }

  /// How much is covered before `time`, which may lie in the next turn.
  private func covered(before time: Int) -> Int {
    guard time <= length else { return total + covered(before: time - length) }
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].range.lowerBound < time { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    let last = stretches[low - 1]
    return last.before + min(time, last.range.upperBound) - last.range.lowerBound
  }
}
