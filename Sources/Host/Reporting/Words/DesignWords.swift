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
      "plan: \(Figures.count(plan.minimumBlocks, "block")) of \(Figures.count(windows.count, "condition")), about \(time), each process warmed up for \(warmup.words)\(found ?? "")"
  }
}

extension Design.Warmup {
  /// How long it is.
  package var words: String {
    "\(Figures.short(seconds)) s" + (requests.map { " or \(Figures.count($0, "request"))" } ?? "")
  }
}
