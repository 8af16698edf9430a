package import Record
import Statistics

extension LoadReport {
  /// A second in one line, for those who watch.
  package static func line(_ second: LoadSecond) -> String {
    let rate = Figures.count(Int((Double(second.answered) / max(second.length, 1e-9)).rounded()))
    let times = [50.0, 99].map { percent in
      "p\(Int(percent)) " + (second.latency.percentile(percent).map { Figures.time(Double($0)) } ?? "n/a")
    }
    return
      "\(Figures.short(second.end)) s  \(rate) requests/s  \(times.joined(separator: "  "))  errors \(second.errors)"
  }

  /// A line per second, under a line of names; times without an answer are empty.
  package static func csv(_ seconds: [LoadSecond]) -> String {
    let rows = seconds.map { second in
      let times = [50, 90, 99, 99.9, 100].map { second.latency.percentile($0).map(String.init) ?? "" }
      let counts = [second.sent, second.answered, second.errors].map(String.init)
      return ([Figures.fixed(second.end, 3)] + counts + times).joined(separator: ",")
    }
    let head = "end_s,sent,answered,errors,p50_ns,p90_ns,p99_ns,p999_ns,max_ns"
    return ([head] + rows).joined(separator: "\n") + "\n"
  }
}
