package import Record

extension Design {
  /// What will be measured, how long that takes and what it can find.
  package func words(_ plan: Plan) -> String {
    let seconds = blockSeconds * Double(plan.minimumBlocks)
    let time = seconds < 90 ? "\(Figures.short(seconds)) s" : "\(Figures.short(seconds / 60)) min"
    let found = smallestDifference.map {
      "; differences of about \(Figures.percent($0)) in requests/s will probably be found"
    }
    return
      "plan: \(Figures.count(plan.minimumBlocks, "block")) of \(Figures.count(windows.count, "condition")), about \(time), \(warmupWords)\(found ?? "")"
  }

  private var warmupWords: String {
    let seconds = warmups.values.map(\.seconds)
    guard let shortest = seconds.min(), let longest = seconds.max() else { return "no warm-up" }
    let range = shortest < longest ? "\(Figures.short(shortest)) to " : ""
    return "each process warmed up for \(range)\(Figures.short(longest)) s"
  }
}
