import Testing

@testable import LoadEngine

/// All due times of a load below `seconds`, by worker.
private func dueTimes(_ arrivals: Arrivals, workers: Int = 1, below seconds: Double) -> [[UInt64]] {
  (0..<workers).map { index in
    var times = DueTimes(arrivals, worker: index, of: workers)
    var all: [UInt64] = []
    while let due = times.next(), Double(due) < seconds * 1e9 { all.append(due) }
    return all
  }
}

struct ArrivalsTests {
  @Test func `a constant rate is due at even distances, exactly as often as asked`() {
    let times = dueTimes(Arrivals(.constant(3)), below: 10)[0]
    #expect(times.count == 30)
    #expect(times.prefix(4) == [0, 333_333_333, 666_666_666, 1_000_000_000])
    #expect(dueTimes(Arrivals(.constant(50_000)), below: 2)[0].count == 100_000)
  }

  @Test func `a ramp offers the requests below its line`() {
    let ramp = RateProfile([.init(seconds: 10, from: 0, to: 100)])
    let times = dueTimes(Arrivals(ramp), below: 10)[0]
    #expect(times.count == 500)
    // N(t) = 5t², so request k is due at √(k/5).
    for k in [1, 20, 125, 499] { #expect(abs(Double(times[k]) - (Double(k) / 5).squareRoot() * 1e9) < 2) }
  }

  @Test func `steps follow each other, and the last rate holds on`() {
    let steps = RateProfile([
      .init(seconds: 1, from: 10, to: 10), .init(seconds: 1, from: 0, to: 0),
      .init(seconds: 1, from: 20, to: 20),
    ])
    let times = dueTimes(Arrivals(steps), below: 4)[0]
    #expect(times.count { $0 < 1_000_000_000 } == 10)
    #expect(times.count { (1_000_000_001..<2_000_000_000).contains($0) } == 0)
    #expect(times.count { $0 >= 3_000_000_000 } == 20)
  }

  @Test(arguments: [Arrivals.Spread.even, .poisson(seed: 5)])
  func `workers share one schedule without loss or overlap`(spread: Arrivals.Spread) {
    let arrivals = Arrivals(.constant(1000), spread)
    let whole = dueTimes(arrivals, below: 2)[0]
    let shares = dueTimes(arrivals, workers: 3, below: 2)
    #expect(shares.flatMap(\.self).sorted() == whole)
    #expect(Set(shares.map(\.count)).count <= 2)
  }

  private static let steps = RateProfile([
    .init(seconds: 1, from: 100, to: 100), .init(seconds: 1, from: 0, to: 0),
    .init(seconds: 2, from: 20, to: 900), .init(seconds: 1, from: 0.001, to: 0.001),
  ])

  @Test(
    arguments: [Arrivals.Spread.even, .poisson(seed: 5)], [0, 1, 700_000_000, 1_500_000_000, 3_999_999_999])
  func `what is passed over at once is what would have been gone through`(
    spread: Arrivals.Spread, time: UInt64
  ) {
    for index in 0..<3 {
      var slow = DueTimes(Arrivals(Self.steps, spread), worker: index, of: 3)
      var (quick, passed) = (slow, 0)
      while true {
        var ahead = slow
        guard let due = ahead.next(), due < time else { break }
        slow = ahead
        passed += 1
      }
      #expect(quick.skip(before: time) == passed && quick.next() == slow.next(), "worker \(index)")
    }
  }

  @Test func `10¹² requests are passed over at once, and a Poisson process has nearly as many`() throws {
    let day: UInt64 = 86_400_000_000_000
    var even = DueTimes(Arrivals(.constant(1e7)), worker: 1, of: 2)
    #expect(even.skip(before: day) == 432_000_000_000)
    #expect((day..<day + 200).contains(even.next() ?? 0))
    var random = DueTimes(Arrivals(.constant(1e7), .poisson(seed: 1)), worker: 1, of: 2)
    #expect(abs(random.skip(before: day) - 432_000_000_000) < 1_000_000)
    #expect(random.next() ?? 0 >= day - 1_000_000)
    var never = DueTimes(Arrivals(RateProfile([.init(seconds: 1, from: 5, to: 0)])), worker: 0, of: 1)
    #expect(never.skip(before: day) == 3 && never.next() == nil)
  }

  @Test func `a profile's count is the inverse of its times`() throws {
    for count in [1.0, 99, 300, 900] {
      #expect(abs(Self.steps.count(until: try #require(Self.steps.time(of: count))) - count) < 1e-6)
    }
    #expect(RateProfile.constant(0.001).nanoseconds(of: 1e15) == 10_000_000_000_000_000_000)
  }

  @Test func `Poisson arrivals have the mean and the variance of their rate, and their seed decides them`() {
    let seconds = 400
    let times = dueTimes(Arrivals(.constant(100), .poisson(seed: 9)), below: Double(seconds))[0]
    #expect(times == dueTimes(Arrivals(.constant(100), .poisson(seed: 9)), below: Double(seconds))[0])
    #expect(times != dueTimes(Arrivals(.constant(100), .poisson(seed: 10)), below: Double(seconds))[0])
    var counts = [Double](repeating: 0, count: seconds)
    for time in times { counts[Int(time / 1_000_000_000)] += 1 }
    let mean = counts.reduce(0, +) / Double(seconds)
    let variance = counts.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(seconds - 1)
    // Five standard errors: √(100/400) and 100·√(2/399).
    #expect(abs(mean - 100) < 2.5 && abs(variance - 100) < 36)
  }
}
