import Evidence
import Record
import TestSupport
import Testing

/// What cannot be planned is found before anything else is looked at.
@Suite struct PlanContradictionTests {
  private static let sample = SampleRun.make(
    ["a/x": ["v": [1000, 1010], "w": [800, 801]], "b/y": ["v": [2000, 1990], "w": [900, 901]]],
    frameworks: ["a/x", "b/y"], workloads: ["v", "w"], twin: ["v": [1001, 1000], "w": [800, 801]],
    p99: ["a/x": [1e6], "a/x (twin)": [1e6], "b/y": [2e6]])

  private static func changed(_ change: String) throws -> Plan {
    let plan = sample.plan
    let first = try #require(plan.families.first)
    func family(_ change: (Family) -> Family) -> Plan { plan.with(.capacity, change) }
    return switch change {
    case "nobody": plan.with(participants: [])
    case "twice": plan.with(participants: plan.participants + [plan.participants[1]])
    case "no workload": plan.with(workloads: [])
    case "a workload twice": plan.with(workloads: plan.workloads + plan.workloads)
    case "a measure twice": plan.with(measures: plan.measures + [plan.measures[0]])
    case "no family": plan.with(families: [])
    case "a family twice": plan.with(families: plan.families + [first])
    case "reference": plan.with(reference: "c/z")
    case "reference is the twin": plan.with(reference: "a/x (twin)")
    case "twin": plan.with(reference: "b/y")
    case "too few blocks": plan.with(minimumBlocks: 3)
    case "negative blocks": plan.with(minimumBlocks: -1)
    case "no blocks": plan.with(blocks: [], minimumBlocks: 0)
    case "endless blocks": plan.with(blocks: Array(repeating: plan.blocks[0], count: 1001))
    case "a condition twice": plan.with(.latency) { $0.with(conditions: first.conditions) }
    case "no condition": family { $0.with(conditions: []) }
    case "other workload": family { $0.with(conditions: $0.conditions.dropLast() + [.capacity("x")]) }
    case "no measure": family { $0.with(primary: []) }
    case "other measure": family { $0.with(primary: ["news"]) }
    case "delta": family { $0.with(delta: 1.5) }
    case "rate":
      plan.with(.latency) { $0.with(conditions: $0.conditions.map { .offered($0.workload, rate: 5e300) }) }
    case "somebody more":
      lastBlock { .init(participants: $0.participants + ["a/x"], conditions: $0.conditions) }
    case "somebody missing":
      lastBlock { .init(participants: $0.participants.dropLast(), conditions: $0.conditions) }
    case "condition missing":
      lastBlock { .init(participants: $0.participants, conditions: $0.conditions.dropLast()) }
    case "condition instead of another":
      lastBlock { .init(participants: $0.participants, conditions: $0.conditions.dropLast() + ["v"]) }
    case "no budget": plan.with(budgetSeconds: 0)
    case "endless pilot": plan.with(procedure: Procedure(pilotSeconds: 1e9, sliceSeconds: 1))
    case "slice": plan.with(procedure: Procedure(pilotSeconds: 0, sliceSeconds: 1e-300))
    case "warm-up": plan.with(procedure: Procedure(pilotSeconds: 0, warmupSeconds: -1, sliceSeconds: 1))
    default: plan.with(procedure: Procedure(pilotSeconds: 0, offeredSeconds: 1e9, sliceSeconds: 1))
    }
  }

  /// The sample's plan with its last block changed.
  private static func lastBlock(_ change: (Plan.Block) -> Plan.Block) -> Plan {
    sample.plan.with(blocks: sample.plan.blocks.dropLast() + sample.plan.blocks.suffix(1).map(change))
  }

  private static let block = "run.json: a block does not have everybody and every condition once"
  private static let time = "run.json: a time is out of range"

  @Test(arguments: [
    ("nobody", "run.json: it does not have participants that differ"),
    ("twice", "run.json: it does not have participants that differ"),
    ("no workload", "run.json: it does not have workloads that differ"),
    ("a workload twice", "run.json: it does not have workloads that differ"),
    ("a measure twice", "run.json: it does not have measures that differ"),
    ("no family", "run.json: it does not have families that differ"),
    ("a family twice", "run.json: it does not have families that differ"),
    ("reference", "run.json: the reference c/z is none of its participants"),
    ("reference is the twin", "run.json: the reference a/x (twin) is none of its participants"),
    ("twin", "run.json: its twin is not the reference's"),
    ("too few blocks", "run.json: 3 to 2 blocks cannot be planned"),
    ("negative blocks", "run.json: -1 to 2 blocks cannot be planned"),
    ("no blocks", "run.json: 0 to 0 blocks cannot be planned"),
    ("endless blocks", "run.json: 2 to 1001 blocks cannot be planned"),
    ("a condition twice", "run.json: it does not have conditions that differ"),
    ("no condition", "run.json: family capacity: it has no conditions"),
    ("other workload", "run.json: family capacity: it has a workload that is not the plan's"),
    ("no measure", "run.json: family capacity: it has measures that are not the plan's, or none"),
    ("other measure", "run.json: family capacity: it has measures that are not the plan's, or none"),
    ("delta", "run.json: family capacity: delta 1.5 is no share"),
    ("rate", "run.json: family latency: a condition's number is out of range"),
    ("somebody more", block), ("somebody missing", block), ("condition missing", block),
    ("condition instead of another", block), ("no budget", time), ("endless pilot", time), ("slice", time),
    ("warm-up", time), ("endless window", time),
  ])
  func `a plan that cannot be is found`(change: String, line: String) throws {
    #expect(Self.sample.contradictions == [])
    let found = Self.sample.with(plan: try Self.changed(change)).contradictions
    #expect(found.contains(line), "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("run.json: ") })
  }
}
