import LoadEngine
import Platform
import Record
import Selftest
import Statistics
import Synchronization
import Testing

@testable import Selftest

/// The parts on real sockets: what they say of servers that count and answer as they should, and of those
/// that do not.
@Suite(.serialized) struct SelftestPartTests {
  /// A bench of which every window is taken for quiet, unless `seen` says otherwise: what these tests look for is there on any machine.
  private func bench(
    _ fault: ServerBehaviour.Fault? = nil, scale: Double,
    seen: @escaping @Sendable (SelftestReport.Disturbance) -> SelftestReport.Disturbance = { _ in calm }
  ) throws -> SelftestBench {
    SelftestBench(
      isQuick: true, seed: 1, allowed: try CPUTopology.current().allowed, fault: fault, scale: scale,
      seen: seen)
  }

  /// The checks of a part whose name has `word` in it; there is one at least.
  private func checks(_ part: Selftest.Part, _ bench: SelftestBench, _ word: String) async throws
    -> [SelftestReport.Check]
  {
    let found = try await part.run(bench).filter { $0.name.contains(word) }
    #expect(!found.isEmpty)
    return found
  }

  @Test func `every request of a good server is accounted for`() async throws {
    let checks = try await checks(.counts, bench(scale: 0.4), "connection")
    #expect(checks.count == 6 && checks.allSatisfy { $0.verdict == .holds }, "\(checks)")
  }

  @Test func `requests that are sent again are accounted for as well`() async throws {
    let checks = try await checks(.counts, bench(.closes(every: 50), scale: 0.4), "64 connections")
    #expect(
      checks.allSatisfy { $0.verdict == .holds && $0.detail?.contains(" sent again") == true }, "\(checks)")
  }

  @Test func `a server that counts a request twice is noticed`() async throws {
    let checks = try await checks(.counts, bench(.miscounts(every: 50), scale: 0.4), "64 connections")
    #expect(checks.allSatisfy { $0.verdict == .fails }, "\(checks)")
  }

  @Test func `answers that are later than they should be are noticed`() async throws {
    let constant = try await checks(
      .distributions, bench(.isLate(nanoseconds: 3_000_000), scale: 0.2), "constant")
    #expect(constant.allSatisfy { $0.verdict == .fails }, "\(constant)")
  }

  @Test(arguments: ["too many connections", "more than the server can answer"])
  func `windows that the generator limits are refused with the reason`(situation: String) async throws {
    let limited = try await checks(.gates, bench(scale: 1), situation)
    // Beside other tests the server may have no processor in any window.
    #expect(limited.allSatisfy { $0.verdict == .holds || $0.seen == nil }, "\(limited)")
  }

  @Test func `a stall that is longer than the schedule says is noticed`() async throws {
    // Every answer 1 ms late: at 1,000 per second nothing is ever caught up.
    let loop = try await checks(
      .omission, bench(.isLate(nanoseconds: 1_000_000), scale: 0.5), "open loop, 1,000/s")
    #expect(loop.contains { $0.verdict == .fails }, "\(loop)")
  }

  @Test func `users are where they should be, and flows that are late are noticed`() async throws {
    // So late that a freeze is hardly ever caught up.
    let all = try await checks(.sessions, bench(.isLate(nanoseconds: 2_000_000), scale: 0.3), "")
    #expect(all.count == 4 + 5 + 8, "\(all)")
    #expect(all.contains { $0.name.contains("open flows") && $0.verdict == .fails }, "\(all)")
    // How many users there are is no affair of the server's.
    #expect(all.filter { $0.name.contains("sustained") }.allSatisfy { $0.verdict == .holds }, "\(all)")
  }

  @Test func `a server that does not keep up is noticed by the rate`() async throws {
    let fast = try await checks(.rates, bench(.isLate(nanoseconds: 500_000), scale: 0.3), "0,000/s")
    #expect(fast.count == 2 && fast.allSatisfy { $0.verdict == .fails }, "\(fast)")
  }

  @Test func `the same fault fails among disturbed windows as soon as one is quiet`() async throws {
    let windows = Mutex(0)
    let bench = try bench(.isLate(nanoseconds: 3_000_000), scale: 0.2) { _ in
      windows.withLock { count in
        count += 1
        return count.isMultiple(of: 8) ? calm : busy
      }
    }
    bench.beginPart()
    let checks = try await checks(.distributions, bench, "")
    #expect(checks.count == 7 && checks.allSatisfy { $0.verdict == .fails && $0.machine?.quiet == 1 })
  }

  @Test func `and it is not judged where the machine never left us alone`() async throws {
    let bench = try bench(.isLate(nanoseconds: 3_000_000), scale: 0.2) { _ in busy }
    for part in [Selftest.Part.distributions, .rates] {
      let checks = try await part.run(bench)
      #expect(checks.allSatisfy { $0.verdict == .notJudged && $0.machine?.least == busy }, "\(checks)")
    }
  }

  @Test func `without a fault no check fails beside a heavy neighbour, and the machine is said to be busy`()
    async throws
  {
    let allowed = try CPUTopology.current().allowed
    let bench = SelftestBench(isQuick: true, seed: 1, allowed: allowed, fault: nil, scale: 0.5)
    let checks = try await Neighbour.beside(share: 0.7, processors: allowed, seed: 1) {
      var checks: [SelftestReport.Check] = []
      for part in [Selftest.Part.omission, .distributions, .counts, .rates] {
        checks += try await part.run(bench)
      }
      return checks
    }
    #expect(checks.count == 9 + 7 + 6 + 3 && checks.allSatisfy { $0.verdict != .fails }, "\(checks)")
    #expect(checks.contains { $0.verdict == .notJudged }, "\(checks)")
  }

  @Test func `a difference that drowns in other work is not found`() async throws {
    // So late that the difference is less than one answer of a window, which would be a seventh of it at 1 ms.
    let power = try await checks(.power, bench(.isLate(nanoseconds: 10_000_000), scale: 0.3), "found")
    #expect(power.allSatisfy { $0.verdict == .fails }, "\(power)")
  }

  @Test func `a server that stalls keeps its schedule, and says how much it counted`() async throws {
    let bench = try bench(scale: 1)
    let behaviour = ServerBehaviour(stall: .init(period: 200_000_000, length: 60_000_000))
    let (result, counts) = try await bench.serving(behaviour) { place in
      try await place.untilQuiet(after: behaviour)
      return try await bench.load(place, connections: 64, rate: 500, seconds: 0.4)
    }
    #expect(result.sent + result.unsent == 200)
    #expect(counts == .init(received: result.sent, answered: result.answered))
    // 30 requests are due in either stall, and none of them is answered before its end.
    let delayed = result.latency.entries.filter { $0.lowestValue > 3_000_000 }.map(\.count).reduce(0, +)
    #expect(delayed >= 56)
    #expect(result.latency.maximum ?? 0 >= 57_000_000)
  }

  @Test func `only the parts asked for run, in their own order, with a note each`() async throws {
    let parts = try await Selftest.run(["rates", "counts"], on: bench(scale: 0.1))
    #expect(parts.map(\.name) == ["counts", "rates"] && parts.allSatisfy { !$0.checks.isEmpty })
    #expect(Set(Selftest.names).count == Selftest.names.count)
  }
}
