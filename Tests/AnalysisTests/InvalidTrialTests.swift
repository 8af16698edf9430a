import Analysis
import Record
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

@Suite struct InvalidTrialTests {
  @Test func `a block that fails a gate is dropped for the pairs that use it, and the gate is told`() throws {
    let run = SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": slow.map { $0 * 2 }], "c/z": ["w": slow]],
      frameworks: ["a/x", "b/y", "c/z"], workloads: ["w"],
      system: { $0 == "b/y" && $1 < 3 ? .withoutPorts : .sample() })
    let comparison = Comparison(of: run)
    let point = try #require(comparison.families.first?.points.first)
    let contest = try #require(point.contests.first)
    #expect(
      contest.pairs.map { ["\($0.a)", "\($0.b)", "\($0.blocks)"] } == [
        ["b/y", "a/x", "7"], ["c/z", "a/x", "10"], ["c/z", "b/y", "7"],
      ])
    let cell = point.cells[1]
    #expect(cell.state == .measured && cell.blocks == 7 && cell.reason == nil)
    let ports = cell.gates.first { $0.gate == "ports" }
    #expect(ports?.failed == 3 && ports?.worst == 0.9 && ports?.isTolerated == false)
    #expect(
      comparison.warnings == [
        .gate(
          gate: "ports", participant: "b/y", conditions: ["w"], trials: 3, worst: 0.9, limit: 0.8,
          isTolerated: false)
      ])
  }

  @Test func `a cell without a valid block has no number and no verdict, and says which gate failed`() throws
  {
    let system = { (name: String, _: Int) in name == "b/y" ? SystemUse.withoutPorts : .sample() }
    func comparison(tolerating tolerated: [String]) -> Comparison {
      Comparison(
        of: SampleRun.make(
          ["a/x": ["w": slow], "b/y": ["w": slow.map { $0 * 2 }]], frameworks: ["a/x", "b/y"],
          workloads: ["w"], tolerated: tolerated, system: system))
    }
    let strict = comparison(tolerating: [])
    let family = try #require(strict.families.first)
    let cell = try #require(family.points.first?.cells.last)
    #expect(cell.state == .invalid && cell.figures == [:] && cell.requests > 0)
    #expect(cell.reason == .gates(["ports"]))
    let contest = try #require(family.points.first?.contests.first)
    #expect(contest.pairs == [] && contest.ranks == ["a/x": 1])
    #expect(!strict.isComplete && family.standings.first?.rows.map(\.ratio) == [1, nil])
    // The gate is the reason: there is no second warning about the missing number.
    #expect(strict.warnings.count == 1)
    let lenient = comparison(tolerating: ["ports"])
    #expect(lenient.families.first?.points.first?.contests.first?.pairs.first?.verdict == .faster)
    #expect(lenient.isComplete)
    #expect(
      lenient.warnings == [
        .gate(
          gate: "ports", participant: "b/y", conditions: ["w"], trials: 10, worst: 0.9, limit: 0.8,
          isTolerated: true)
      ])
  }

  @Test func `failed requests and wrong answers are no observation, and are told by kind and number`() throws
  {
    let made = SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": slow]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let trials = made.trials.map { trial -> Trial in
      guard trial.participant == "b/y", trial.block < 2, let load = trial.load else { return trial }
      return trial.with(
        load: load.with(
          sent: load.sent + 3, errors: ["timeout": 1, "reset": 2],
          canaries: .init(checked: 5, wrong: 1, firstDifference: "a byte")))
    }
    let comparison = Comparison(of: made.with(trials: trials))
    let cell = try #require(comparison.families.first?.points.first?.cells.last)
    #expect(cell.state == .measured && cell.blocks == 8 && cell.errors == ["timeout": 2, "reset": 4])
    #expect(cell.wrongAnswers == 2 && cell.answersChecked == 50)
    // Doubts, but everything has a number that was asked for.
    #expect(comparison.isComplete)
    let warnings = comparison.warnings
    #expect(
      warnings.contains(.errors(participant: "b/y", conditions: ["w"], kinds: ["timeout": 2, "reset": 4])))
    #expect(warnings.contains(.wrongAnswers(participant: "b/y", conditions: ["w"], wrong: 2, checked: 50)))
  }

  @Test func `processors that generator and apps share are a doubt`() {
    func warnings(app: [Int], generator: [Int]) -> [Warning] {
      let run = SampleRun.make(
        ["a/x": ["w": slow], "b/y": ["w": slow]], frameworks: ["a/x", "b/y"], workloads: ["w"])
      var load = run.plan.load
      load.appCPUs = app
      load.generatorCPUs = generator
      return Comparison(of: run.with(plan: run.plan.with(load: load))).warnings
    }
    #expect(warnings(app: [1], generator: [0]) == [])
    #expect(warnings(app: [0, 1], generator: [1]) == [.sharedProcessors])
    #expect(warnings(app: [], generator: [0]) == [.sharedProcessors])
  }
}
