import Foundation
import Record
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

private let record = SampleRun.make(
  ["a/x": ["v": [1000], "w": [1000]], "b/y": ["v": [1000], "w": [1000]]], frameworks: ["a/x", "b/y"],
  workloads: ["v", "w"], p99: ["a/x": [1e6], "b/y": [1e6]])

private func words(_ warning: Warning) -> (message: String, help: String?) {
  let words = WarningWords(warning, Names(record), record.plan)
  return (words.message, words.help)
}

@Test func `doubts about a run or a family`() {
  #expect(
    words(.fewBlocks(family: .latency, blocks: 1, needed: 11))
      == (
        "1 block cannot decide anything about “Latency at equal offered rates”: the test needs at least 11",
        "--rounds 11, or fewer workloads or frameworks"
      ))
  #expect(
    words(.incomplete(trials: 5, planned: 1200)).message
      == "the run was stopped: 5 trials took place, of at least 1,200 that were planned")
  #expect(words(.sharedProcessors).message.hasPrefix("the load generator and the apps shared processors"))
  let apart = words(
    .twinDiffers(family: .latency, measure: .p99, conditions: ["v at 50%", "w at 50%"], resolution: 0.041))
  #expect(
    apart.message
      == "the same app measured twice differed in p99 under v at 500/s (50 %), w at 500/s (50 %), by up to 4.10 %: nothing is equivalent there, and only what is farther apart differs"
  )
}

@Test func `what is left out has its reason`() {
  #expect(
    words(.omitted(conditions: ["v at 80%", "w at 80%"], reason: .time))
      == (
        "there was no time for v at 800/s (80 %), w at 800/s (80 %)",
        "a longer --time-budget, or fewer frameworks"
      ))
  let rate = words(.omitted(conditions: ["v at 50%"], reason: .rate))
  #expect(rate.message == "nobody answered under v at 500/s (50 %), so that there was no rate to offer")
  #expect(rate.help == nil)
}

@Test func `doubts about a cell`() {
  #expect(
    words(
      .missing(
        participant: "a/x", conditions: ["v"], state: .failed,
        reason: .failed(.init(stage: .start, reason: "no port")))
    ).message == "a/x under v (failed): start: no port")
  #expect(
    words(
      .missing(
        participant: "a/x", conditions: ["v", "w"], state: .measured,
        reason: .tooFewRequests(measure: .p99, needed: 300))
    ).message == "a/x under v, w: blocks had fewer than 300 requests, which p99 needs")
  #expect(
    words(.errors(participant: "a/x", conditions: ["v at 80%"], kinds: ["timeout": 2, "reset": 1000])).message
      == "a/x under v at 800/s (80 %): failed requests: 1,000 reset or closed by the server without an answer, 2 timed out"
  )
  #expect(
    words(.wrongAnswers(participant: "a/x", conditions: ["v"], wrong: 2, checked: 50)).message
      == "a/x under v: 2 of 50 checked answers were wrong")
}

@Test func `doubts about a participant`() {
  let four: [Key<Condition>] = ["v", "w", "v at 50%", "w at 50%"]
  func gate(_ conditions: [Key<Condition>], isTolerated: Bool) -> (message: String, help: String?) {
    words(
      .gate(
        gate: "ports", participant: "a/x", conditions: conditions, trials: 3, worst: 0.923, limit: 0.8,
        isTolerated: isTolerated))
  }
  #expect(
    gate(four, isTolerated: false)
      == (
        "a/x under 4 conditions: 3 trials failed a validity gate (they count for nothing): ephemeral ports taken: ports 92.3 % (limit 80.0 %)",
        "wait until sockets in TIME_WAIT are gone, or widen net.ipv4.ip_local_port_range"
      ))
  #expect(
    gate(["v"], isTolerated: true).message.hasPrefix(
      "a/x under v: 3 trials failed a validity gate (tolerated)"))
  #expect(
    words(.vanished(participant: "a/x", processes: 1, windows: 1, of: 8)).message
      == "1 process of a/x ended during 1 of 8 windows, so its figures are not those of a healthy app")
  #expect(
    words(.orphaned(participant: "a/x", processes: 1, windows: 2, of: 8)).message
      == "a/x had 1 process in the background in 2 of 8 windows, which count as its own and were ended with it"
  )
  #expect(
    words(.orphaned(participant: nil, processes: 2, windows: 2, of: 8)).message
      == "apps left 2 processes in the background in 2 of 8 windows, nobody knows which: they are other load and were ended before the next session"
  )
  #expect(
    words(.sharedCores(processors: [0, 1])).message
      == "CPUs 0,1 of the load generator and the apps are threads of one core, so each slowed the other down")
  #expect(
    words(.drift(participant: "a/x", family: .capacity, growth: 0.1, p: 0.00001)).message
      == "a/x: throughput is 10.0 % higher at the end of a session than at its beginning (p < 0.0001), so there is no verdict with it"
  )
  #expect(
    words(.drift(participant: "a/x", family: .capacity, growth: -0.1, p: 0.00001)).message.contains(
      "10.0 % lower"))
  #expect(
    words(.neverSteady(participant: "a/x", seconds: 20))
      == (
        "a/x did not find its pace within 20.0 s before the blocks, so nothing is said of it",
        "a longer --pilot, a --warmup that you know to be enough, or a quieter machine"
      ))
}

@Test func `doubts about values that are lower bounds, and about a disturbed machine`() {
  #expect(
    words(.generatorLimited(participant: "a/x", conditions: ["v", "w"], demand: 0.93)).message
      == "a/x under v, w: the load generator was busy for 93 % of its time and held the app up, whose throughput is a lower bound"
  )
  #expect(
    words(.cannotServe(participant: "a/x", conditions: ["v at 80%"], unsent: 1200, answered: 34)).message
      == "a/x under v at 800/s (80 %): it cannot serve what was offered: 1,200 requests were never sent beside 34 that were answered, so its latency is a lower bound"
  )
  let steal = Disturbance(gate: "steal", trials: 12, of: 80, median: 0.021, worst: 0.153, limit: 0.05)
  #expect(
    words(.disturbed(steal))
      == (
        "processor time that the hypervisor took: steal above 5.0 % in 12 of 80 trials (median 2.1 %, worst 15.3 %); ratios within this run stand, its figures are not comparable with those of another run",
        "a machine of one's own"
      ))
}

@Test func `a value that is a lower bound says so, by the direction that is good`() {
  let figure = Cell.Aggregate.bound(95_000)
  let measures = Dictionary(uniqueKeysWithValues: HTTPMeasures.all.map { ($0.id, $0) })
  #expect(measures[.throughput]?.text(figure) == "≥ 95,000/s")
  #expect(measures[.p99]?.text(.bound(812e6)) == "> 812 ms")
  #expect(measures[.p99]?.text(.bound(812e6, isLowerBound: false)) == "812 ms")
}

@Test func `figures beyond all numbers are told, not computed with`() {
  for value in [Double.nan, .infinity, 1e300] {
    #expect(GateWords.figure(value, of: "errors") == "\(value)")
    #expect(Figures.wholePercent(value).hasSuffix(" %"))
  }
  #expect(Figures.whole(1234.6) == "1,235" && Figures.whole(-5) == "-5")
}

@Test func `reasons of a cell, with the gates' figures where they are at hand`() {
  let names = Names(record)
  let failure = ConformanceRecord.Failure(
    check: "status", request: "GET /", expected: "200", got: "404")
  #expect(
    Cell.Reason.refused(failure, others: 0).words(names) == "status: GET / → expected 200, got 404")
  #expect(
    Cell.Reason.refused(failure, others: 2).words(names)
      == "status: GET / → expected 200, got 404, and 2 other checks failed")
  #expect(Cell.Reason.notReached.words(names) == "the run ended before")
  let gates = Cell.Reason.gates(["errors"])
  #expect(gates.words(names) == "no trial passed the validity gates errors")
}

@Test func `a gate's figure is a share or a number of things, as the gate says`() {
  #expect(GateWords.failure("littles-law", worst: 0.0512, limit: 0.05) == "littles-law 5.1 % (limit 5.0 %)")
  #expect(GateWords.failure("errors", worst: 1234, limit: 0) == "errors 1,234 (limit 0)")
}

@Test func `what a profile is held against can be missing in four ways`() {
  let names = Names(record)
  #expect(ProfileBaseline.Absence.noCommonBlock.words(names) == "no block has both")
  #expect(ProfileBaseline.Absence.notPartOf(baseline: true).words(names) == "not part of the baseline")
  #expect(ProfileBaseline.Absence.noNumber(baseline: false).words(names) == "no valid number in this run")
  #expect(
    ProfileBaseline.Absence.missing(participant: "a/x", reason: .notReached).words(names)
      == "a/x: the run ended before")
  #expect(
    Profile.Absence.nothing(role: .collection).words == "the runtime tells nothing of garbage collection")
  #expect(Profile.Absence.nothing(role: "odd").words == "the runtime tells nothing of odd")
}

@Test func `two runs are refused with what differs and what would help`() throws {
  let stored = ["a", "b"].map { #"{"weight":"load","what":"\#($0)","baseline":"1","compare":"2"}"# }
  let differences = try StoredForm.decode(
    [RunDifference].self, from: Data("[\(stored.joined(separator: ","))]".utf8))
  #expect(
    RunComparison.Refusal.loadDiffers(differences).words
      == "the runs were loaded differently, so their figures are not of the same thing: a differs: 1 in the baseline, 2 in the other run; b differs: 1 in the baseline, 2 in the other run; measure again with the same settings, or compare all the same with --force"
  )
  #expect(
    RunComparison.Refusal.noCommonCell(baseline: "x", compare: "y").words.hasPrefix(
      "x and y have no cell in common: "))
}

@Test func `a resolution without bounds is told all the same`() {
  let wild = words(.twinDiffers(family: .latency, measure: .p99, conditions: [], resolution: 1e300))
  #expect(wild.message.contains("by up to 1e+302 %"))
}

@Test func `the end of the blocks says after what and by what`() {
  #expect(BlocksEnd(blocks: 1, reason: .timeBudget).words == "after 1 block by the time budget")
}

@Test func `a design says what will be measured, how long that takes and what it can find`() throws {
  func design(
    _ block: Double, _ warmups: [Key<Participant>: Design.Warmup], _ difference: Double?
  ) throws -> String {
    let windows = try #require(record.design).windows
    return Design(
      availableSeconds: 500, warmups: warmups, windows: windows, omitted: [:], blockSeconds: block,
      smallestDifference: difference
    ).words(record.plan.with(minimumBlocks: 8))
  }
  #expect(
    try design(45, ["a/x": .init(seconds: 3.5, requests: 1234), "b/y": .init(seconds: 1)], 0.021)
      == "plan: 8 blocks of 6 conditions, about 6.00 min, each process warmed up for 1.00 to 3.50 s; differences of about 2.10 % in requests/s will probably be found"
  )
  #expect(
    try design(11, ["a/x": .init(seconds: 1)], nil)
      == "plan: 8 blocks of 6 conditions, about 88.0 s, each process warmed up for 1.00 s")
}

@Test func `every unknown cause has words of its own`() {
  let all: [TailAttribution.Unknown] = [.system, .noAgents, .notTimed, .notTold]
  #expect(Set(all.map(\.words)).count == 4)
  #expect(Set(TailAttribution.Cause.allCases.map(\.words)).count == TailAttribution.Cause.allCases.count)
}

extension Cell.Aggregate {
  /// What a single block says.
  fileprivate static func bound(_ value: Double, isLowerBound: Bool = true) -> Cell.Aggregate {
    Cell.Aggregate(
      value: value, isLowerBound: isLowerBound, blocks: 1, boundedBlocks: 1, mean: value, median: value,
      minimum: value, maximum: value, coefficientOfVariation: nil)
  }
}
