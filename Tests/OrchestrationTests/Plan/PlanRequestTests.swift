import Platform
import Record
import Testing

@testable import Orchestration

private typealias R = Rehearsal

extension PlanRequest {
  /// The same of so many participants.
  fileprivate func of(_ count: Int) -> PlanRequest {
    var request = self
    request.participants = (0..<count).map { Participant(adapter: "x", framework: "f\($0)") }
    request.reference = request.participants[0].id
    return request
  }
}

@Suite struct PlanRequestTests {
  @Test(arguments: [true, false])
  func `memory is told as PSS where the kernel tells it, otherwise as RSS, and says which it is`(
    isTold: Bool
  ) throws {
    var request = try PlanRequest.rehearsed(.exactly(1))
    #expect(request.tellsProportionalMemory == (ProcFile.text("/proc/self/smaps_rollup") != nil))
    request.tellsProportionalMemory = isTold
    let plan = request.plan()
    let titles = plan.families[0].shown.compactMap { plan.measure($0)?.title }.filter {
      $0.contains("memory")
    }
    let kind = isTold ? "PSS" : "RSS"
    #expect(titles == ["memory (\(kind))", "memory (\(kind)) per request/s"])
  }

  @Test func `the reference has a twin at the end, if asked for`() throws {
    var request = try PlanRequest.rehearsed(.exactly(1)).withTwin()
    request.reference = R.other
    #expect(request.plan().participants.map(\.id) == [R.one, R.other, "x/other (twin)"])
    #expect(request.plan().twin?.twinOf == R.other)
    request.hasTwin = false
    #expect(request.plan().participants.map(\.id) == [R.one, R.other])
  }

  @Test func `capacity is one condition per workload, latency one per workload and rate, the least first`()
    throws
  {
    let request = try PlanRequest.rehearsed(.exactly(2))
    #expect(request.plan().families.map(\.id) == [.capacity])
    let plan = request.offering(.shares([0.8, 0.5]), .poisson).plan()
    #expect(plan.families.map(\.id) == [.capacity, .latency])
    #expect(plan.families[0].conditions.map(\.id) == ["json-small", "path-int"])
    #expect(
      plan.families[1].conditions.map(\.id) == [
        "json-small at 50%", "json-small at 80%", "path-int at 50%", "path-int at 80%",
      ])
    #expect(plan.families.map(\.primary) == [[.throughput, .cpu], [.p50, .p90]])
    #expect(plan.procedure.arrivals == .poisson)
    #expect(plan.families.flatMap(\.shown).allSatisfy { plan.measure($0) != nil })
    #expect(
      request.offering().plan().families[1].conditions.map(\.id) == [
        "json-small at 100/s", "json-small at 200/s", "path-int at 100/s", "path-int at 200/s",
      ])
  }

  @Test func `a plan has what was asked for, and the same request gives the same plan`() throws {
    var request = try PlanRequest.rehearsed(.exactly(2)).offering().withTwin()
    (request.suite, request.delta, request.latencyDelta, request.seed) = ("quick", 0.05, 0.2, 99)
    request.toleratedGates = ["steal"]
    let plan = request.plan()
    #expect(plan == request.plan())
    #expect(plan.suite == "quick" && plan.seed == 99 && plan.toleratedGates == ["steal"])
    #expect(plan.families.map(\.delta) == [0.05, 0.2] && plan.budgetSeconds == 1e6)
    #expect(plan.workloads.map(\.id) == [R.json, R.path] && plan.load == request.load)
    #expect(plan.procedure == request.procedure && plan.blocks.count == 2 && plan.minimumBlocks == 2)
    request.seed = 100
    #expect(request.plan().blocks != plan.blocks)
  }

  @Test(
    arguments: [
      (2, nil, .all), (4, nil, .all), (5, nil, .reference), (5, .all, .all), (3, .reference, .reference),
    ] as [(Int, Plan.Comparisons?, Plan.Comparisons)])
  func `up to four participants are all compared, more with the reference, unless something else is asked`(
    count: Int, asked: Plan.Comparisons?, comparisons: Plan.Comparisons
  ) throws {
    var request = try PlanRequest.rehearsed(.exactly(1)).of(count)
    request.comparisons = asked
    #expect(request.plan().comparisons == comparisons)
  }

  @Test(arguments: [
    (3, Rounds.exactly(nil), [8, 8]), (3, .exactly(4), [4, 4]), (3, .between(nil, nil), [8, 30]),
    (3, .between(nil, 12), [8, 12]), (3, .between(nil, 3), [3, 3]), (3, .between(4, 40), [4, 40]),
    (3, .between(50, nil), [50, 50]), (1, .exactly(nil), [5, 5]), (1, .between(nil, nil), [5, 30]),
    (40, .exactly(nil), [8, 8]),
  ])
  func `a run has as many blocks as were asked for, or as are usual`(
    count: Int, rounds: Rounds, limits: [Int]
  ) throws {
    let plan = try PlanRequest.rehearsed(rounds).offering().of(count).plan()
    #expect([plan.minimumBlocks, plan.blocks.count] == limits)
  }
}
