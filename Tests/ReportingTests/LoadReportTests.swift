import Record
import Reporting
import Statistics
import Testing

private func histogram(_ values: [UInt64]) -> Histogram {
  var recorder = HistogramRecorder()
  for value in values { recorder.record(value) }
  return recorder.snapshot()
}

private func figures(
  _ latency: Histogram, openLoop: LoadFigures.OpenLoop? = nil, errors: [String: Int] = [:],
  unfinished: Int = 0,
  inWindow: Int? = nil, seconds: Int = 2
) -> LoadFigures {
  let count = Int(latency.count)
  return LoadFigures(
    windowNanoseconds: seconds * 1_000_000_000, sent: count + errors.values.reduce(0, +) + unfinished,
    answered: count, answeredInWindow: inWindow ?? count, unfinished: unfinished, errors: errors,
    bytesSent: 4000, bytesReceived: 3_000_000, latency: latency,
    openLoop: openLoop,
    canaries: .init(checked: 0, wrong: 0, firstDifference: nil),
    generator: .init(
      cpuUserNanoseconds: 0, cpuSystemNanoseconds: 1_000_000_000, blockedNanoseconds: 0,
      runQueueNanoseconds: nil,
      threads: 1, poller: "epoll"))
}

@Test func `a load's report has rates, percentiles, errors and the generator's cost`() {
  let text = LoadReport.text(
    figures(histogram((1...30_000).map { $0 * 100 }), errors: ["timeout": 2]), style: .plain)
  #expect(text.contains("30,000 answers in 2.00 s: 15,000 requests/s, 1.50 MB/s received, 2.00 kB/s sent"))
  let latency = text.split(separator: "\n").first { $0.hasPrefix("from the write") } ?? ""
  #expect(
    latency.split(separator: " ").joined(separator: " ")
      == "from the write 1.50 ms 1.50 ms 2.70 ms 2.97 ms 3.00 ms 3.00 ms 3.00 ms", "\(text)")
  #expect(text.contains("errors: 2 timed out") && !text.contains("n/a"))
  #expect(text.contains("33.3 µs of CPU per request, 50 % of 1 thread, epoll"))
}

@Test func `a percentile that too few answers tell is n/a with the reason, and rates have three digits`() {
  let text = LoadReport.text(figures(histogram([1, 2, 3]), seconds: 5), style: .plain)
  #expect(text.contains("3 answers in 5.00 s: 0.600 requests/s"), "\(text)")
  let row = text.split(separator: "\n").first { $0.hasPrefix("from the write") } ?? ""
  #expect(row.split(separator: "n/a").count == 6, "\(text)")
  #expect(
    text.contains(
      "so many requests that three are slower: p50 6, p90 30, p99 300, p99.9 3,000, p99.99 30,000; there were 3"
    ))
  let some = LoadReport.text(figures(histogram((1...300).map { $0 })), style: .plain)
  #expect(some.contains("slower: p99.9 3,000, p99.99 30,000; there were 300"), "\(some)")
  let second = LoadSecond(
    end: 5, length: 5, sent: 3, answered: 3, errors: 0, latency: histogram([1_000_000, 2_000_000, 3_000_000]))
  #expect(LoadReport.line(second) == "5.00 s  0.600 requests/s  p50 n/a  p99 n/a  errors 0")
  #expect(LoadReport.csv([second]).hasSuffix("\n5.000,3,3,0,,,,,3000000,\n"))
}

@Test func `streams have their own times, and those that are open at the end are no failure`() {
  var load = figures(histogram([]), unfinished: 3)
  load.begun = 3
  load.streams = .init(
    items: 600, itemsInWindow: 500, misplaced: 0, short: 0, oversized: 0, begun: 3, open: 3,
    firstByte: histogram([1000, 2000, 3000]),
    firstItem: histogram([5000, 6000, 7000]), gaps: histogram((1...597).map { $0 * 1000 }))
  let text = LoadReport.text(load, style: .plain)
  for part in [
    "600 events in 2.00 s, 100 of them after it: 250 events/s",
    "3 streams began, 0 ended, 3 were open at the end",
    "to the first byte", "to the first event", "between events", "errors: none", "2.00 ms of CPU per event",
  ] {
    #expect(text.contains(part), "\(text)")
  }
  #expect(!text.contains("to the stream's end") && load.isComplete)
  load.streams = .init(
    items: 600, itemsInWindow: 600, misplaced: 2, short: 1, oversized: 1, begun: 3, open: 2,
    firstByte: histogram([1]),
    firstItem: histogram([1]), gaps: histogram([1]))
  let wrong = LoadReport.text(load, style: .plain)
  #expect(wrong.contains("2 events lost, doubled or out of order") && wrong.contains("1 stream ended early"))
  #expect(wrong.contains("errors: 1 without an answer") && wrong.contains("over 1 MiB") && !load.isComplete)
  let second = LoadSecond(
    end: 1, length: 1, sent: 0, answered: 0, errors: 0, items: 250, latency: histogram([]))
  #expect(LoadReport.line(second) == "1.00 s  250 events/s  0 requests/s  p50 n/a  p99 n/a  errors 0")
  #expect(LoadReport.csv([second]).hasSuffix("\n1.000,0,0,0,,,,,,250\n"))
}

@Test func `WebSockets tell of handshakes, pings and closes beside their messages`() {
  var load = figures(histogram((1...300).map { $0 * 1000 }))
  load.webSocket = .init(
    handshakes: histogram([4_000_000]), pings: 2, closes: [1001: 3, 1005: 1], farewells: 2, unasked: 4)
  let text = LoadReport.text(load, style: .plain)
  for part in [
    "300 answers in 2.00 s: 150 messages/s", "handshake", "of CPU per message",
    "WebSocket: 1 handshake, 2 pings answered, 3 closed by the server with 1001, 1 closed by the server with no code, "
      + "4 messages came unasked, 2 of our close frames answered; compression is not offered",
  ] {
    #expect(text.contains(part), "\(text)")
  }
}

@Test func `what came with which status, and what was not followed, is said`() {
  var load = figures(histogram([1, 2, 3]))
  load.statuses = [302: 1, 200: 2]
  load.followsRedirects = false
  func text() -> String { LoadReport.text(load, style: .plain) }
  #expect(
    text().contains("answers by status: 200: 2, 302: 1; redirects were not followed, which --follow does"))
  load.followsRedirects = true
  #expect(text().contains("302: 1; redirects were followed as far as they lead to the same server"))
  load.statuses = [200: 3]
  #expect(text().contains("answers by status: 200: 3\n"))
}

@Test func `a load that was not what was asked for says in what`() {
  var load = figures(histogram([1, 2, 3]), unfinished: 4, inWindow: 2)
  load.connections = .init(asked: 20, open: 2, failedAttempts: 1)
  (load.begun, load.resent, load.surplusBytes, load.requestsAsked) = (3, 1, 5, 50)
  load.firstProblem = "cannot connect to somewhere"
  let text = LoadReport.text(load, style: .plain)
  for words in [
    "3 answers in 2.00 s, 1 of them after it: 1.00 requests/s",
    "only 7 of 50 requests were sent before the end",
    "errors: 4 without an answer at the end (3 had begun), which no latency tells of",
    "connections: 2 of 20 were open, 1 attempt to connect failed", "sent again: 1 request, whose reused",
    "unasked: 5 bytes came", "the first problem: cannot connect to somewhere",
  ] { #expect(text.contains(words), "\(words) is not in \(text)") }
  #expect(!load.isComplete)
  var whole = figures(histogram([1]))
  #expect(whole.isComplete)
  whole.requestsAsked = 2
  #expect(!whole.isComplete)
  whole = figures(histogram([1]))
  whole.surplusBytes = 1
  #expect(!whole.isComplete)
}

@Test func `an open loop's report says what was never sent and both latencies`() {
  let open = LoadFigures.OpenLoop(
    unsent: 7, lateness: histogram([1000, 2000]), uncorrectedLatency: histogram([50_000]))
  let text = LoadReport.text(figures(histogram([70_000]), openLoop: open), style: .plain)
  #expect(text.contains("8 requests were due, 7 of them never sent; the offered rate was not reached"))
  // One answer of 8 requests: even half of them took longer.
  let due = text.split(separator: "\n").first { $0.hasPrefix("from when") } ?? ""
  #expect(due.split(separator: ">").count == 4 && due.contains("> 70.0 µs"), "\(text)")
  let write = text.split(separator: "\n").first { $0.hasPrefix("from the write") } ?? ""
  #expect(write.contains("50.0 µs") && write.contains("n/a") && !write.contains(">"), "\(text)")
  #expect(text.contains("from when it was due") && text.contains("lateness of the write"))
}

@Test func `a load without an answer has a report without figures`() {
  let text = LoadReport.text(figures(Histogram(), errors: ["connect": 3]), style: .plain)
  #expect(text.contains("0 answers") && text.contains("n/a") && text.contains("errors: 3 could not connect"))
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
