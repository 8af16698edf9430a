package import Record
import Statistics

extension LoadReport {
  /// A second in one line, for those who watch.
  package static func line(_ second: LoadSecond) -> String {
    func rate(_ count: Int) -> String { Figures.rate(Double(count) / max(second.length, 1e-9)) }
    let streams = second.items.map { "\(rate($0)) events/s  " } ?? ""
    let times = [50.0, 99].map { percent in
      let percentile = Percentile(percent)
      return percentile.name + " "
        + (percentile.of(second.latency).map { Figures.time(Double($0.bound)) } ?? "n/a")
    }
    return
      "\(Figures.short(second.end)) s  \(streams)\(rate(second.answered)) requests/s  \(times.joined(separator: "  "))  errors \(second.errors)"
  }

  /// A line per second, under a line of names; times that there are too few answers for are empty. What was answered after the window is the
  /// last line's, so that the lines are the whole load.
  package static func csv(_ seconds: [LoadSecond]) -> String {
    let rows = seconds.map { second in
      let times = [50, 90, 99, 99.9, 100].map { percent in
        Percentile(percent).of(second.latency).map { String($0.bound) } ?? ""
      }
      let counts = [second.sent, second.answered, second.errors].map(String.init)
      let items = second.items.map { String($0) } ?? ""
      return ([Figures.fixed(second.end, 3)] + counts + times + [items]).joined(separator: ",")
    }
    let head = "end_s,sent,answered,errors,p50_ns,p90_ns,p99_ns,p999_ns,max_ns,events"
    return ([head] + rows).joined(separator: "\n") + "\n"
  }
}
