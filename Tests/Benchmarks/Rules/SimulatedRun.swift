import Foundation
import Record
import SeededRandom

/// Runs made up of a plan and of noise, without requests: values as trials tell them.
struct SimulatedRun {
  /// What a participant's value in a block is, as a logarithm; nil: it is lost.
  typealias Noise = (Residuals.Cell) -> Double?

  private let source: Residuals
  private let plan: Plan

  /// Runs of so many blocks.
  init(like source: Residuals, blocks: Int) {
    self.source = source
    let families = source.plan.families.map { family in
      Family(
        id: family.id, title: family.title, primary: family.primary, shown: family.primary,
        delta: family.delta, conditions: source.conditions[family.id] ?? [], window: family.window,
        minimumBlocks: blocks, maximumBlocks: blocks, schedule: [])
    }
    plan = Plan(
      participants: source.plan.participants, reference: source.plan.reference, suite: nil,
      workloads: source.plan.workloads, measures: source.plan.measures, families: families,
      comparisons: source.plan.comparisons, load: source.plan.load, budget: source.plan.budget,
      seed: source.plan.seed)
  }

  /// A run whose blocks have the `noise` that is drawn for each of them, each participant's conditions in an order that is drawn.
  func record(
    using random: inout SeededGenerator, noise: (Family, inout SeededGenerator) -> Noise
  ) -> RunRecord {
    let run = Run(
      id: "simulated", harnessVersion: source.run.harnessVersion, command: [],
      startedAt: source.run.startedAt, plan: plan, environment: source.run.environment)
    var entries: [RunEntry] = []
    for family in plan.families {
      entries.append(.conditions(.init(family: family.id, conditions: family.conditions)))
      for block in 0..<family.maximumBlocks {
        let noise = noise(family, &random)
        for participant in plan.participants {
          for condition in random.shuffled(family.conditions) {
            let figures = Dictionary(
              uniqueKeysWithValues: family.primary.compactMap { measure in
                noise(
                  .init(
                    family: family.id, participant: participant.id, condition: condition.id,
                    measure: measure)
                ).map { (measure, 1000 * exp($0)) }
              })
            guard !figures.isEmpty else { continue }
            entries.append(
              .trial(
                Trial(
                  block: block, participant: participant.id, condition: condition.id,
                  startedAt: run.startedAt, figures: figures)))
          }
        }
      }
      entries.append(.end(.init(family: family.id, blocks: family.maximumBlocks, reason: .rounds)))
    }
    return RunRecord(run, entries)
  }
}
