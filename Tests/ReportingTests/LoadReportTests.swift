import Record
import Reporting
import Statistics
import Testing

private func histogram(_ values: [UInt64]) -> Histogram {
  var recorder = HistogramRecorder()
  for value in values { recorder.record(value) }
  return recorder.snapshot()
}

private func figures(_ latency: Histogram, openLoop: LoadFigures.OpenLoop? = nil, errors: [String: Int] = [:])
  -> LoadFigures
{
  let count = Int(latency.count)
  return LoadFigures(
    windowNanoseconds: 2_000_000_000, sent: count + errors.values.reduce(0, +), answered: count,
    answeredInWindow: count,
    unfinished: 0, errors: errors, bytesSent: 4000, bytesReceived: 3_000_000, latency: latency,
    openLoop: openLoop,
    canaries: .init(checked: 0, wrong: 0, firstDifference: nil),
    generator: .init(
      cpuUserNanoseconds: 0, cpuSystemNanoseconds: 1_000_000_000, blockedNanoseconds: 0,
      runQueueNanoseconds: nil,
      threads: 1, poller: "epoll"))
}

@Test func `a load's report has rates, percentiles, errors and the generator's cost`() {
  let text = LoadReport.text(
    figures(histogram((1...1000).map { $0 * 1000 }), errors: ["timeout": 2]), style: .plain)
  #expect(text.contains("1,000 answers in 2.00 s: 500 requests/s, 1.50 MB/s received, 2.00 kB/s sent"))
  let latency = text.split(separator: "\n").first { $0.hasPrefix("from the write") } ?? ""
  #expect(
    latency.split(separator: " ").joined(separator: " ")
      == "from the write 501 µs 500 µs 900 µs 990 µs 999 µs 1.00 ms 1.00 ms", "\(text)")
  #expect(text.contains("errors: 2 timeout"))
  #expect(text.contains("1.00 ms of CPU per request, 50 % of 1 thread, epoll"))
}

@Test func `an open loop's report says what was never sent and both latencies`() {
  let open = LoadFigures.OpenLoop(
    unsent: 7, lateness: histogram([1000, 2000]), uncorrectedLatency: histogram([50_000]))
  let text = LoadReport.text(figures(histogram([70_000]), openLoop: open), style: .plain)
  #expect(text.contains("8 requests were due, 7 of them never sent; the offered rate was not reached"))
  // One answer of 8 requests: even half of them took longer.
  let due = text.split(separator: "\n").first { $0.hasPrefix("from when") } ?? ""
  #expect(due.split(separator: ">").count == 8 && due.contains("> 70.0 µs"), "\(text)")
  let write = text.split(separator: "\n").first { $0.hasPrefix("from the write") } ?? ""
  #expect(write.contains("50.0 µs") && !write.contains(">"), "\(text)")
  #expect(text.contains("from when it was due") && text.contains("lateness of the write"))
}

@Test func `a load without an answer has a report without figures`() {
  let text = LoadReport.text(figures(Histogram(), errors: ["connect": 3]), style: .plain)
  #expect(text.contains("0 answers") && text.contains("n/a") && text.contains("errors: 3 connect"))
}

@Test func `the percentile distribution has HdrHistogram's steps and ends at 1`() {
  // HdrHistogram 2.1.12 prints these percentiles for ten values, five steps to each halving of the distance.
  let lines = PercentileDistribution.text(histogram((1...10).map { $0 * 1_000_000 })).split(separator: "\n")
  let shares = lines.dropFirst().prefix { !$0.hasPrefix("#") }.compactMap {
    $0.split(separator: " ").dropFirst().first.map(String.init)
  }
  #expect(shares.prefix(4) == ["0.000000000000", "0.100000000000", "0.200000000000", "0.300000000000"])
  #expect(shares.last == "1.000000000000")
  #expect(lines[1].split(separator: " ").map(String.init) == ["1.000", "0.000000000000", "1", "1.00"])
  #expect(lines.contains { $0.contains("Total count    =           10") })
  #expect(PercentileDistribution.text(Histogram()).contains("Total count    =            0"))
}

@Test(arguments: [40, 80])
func `a load's report has no longer lines than the terminal`(columns: Int) {
  let open = LoadFigures.OpenLoop(
    unsent: 7, lateness: histogram([1000, 2000]), uncorrectedLatency: histogram([50_000]))
  let load = figures(histogram((1...1000).map { $0 * 1000 }), openLoop: open, errors: ["timeout": 2])
  let text = LoadReport.text(load, style: TerminalStyle(width: columns))
  #expect(text.split(separator: "\n").filter { $0.count > columns } == [])
}
