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
        delta: family.delta, conditions: source.conditions[family.id] ?? [])
    }
    plan = Plan(
      participants: source.plan.participants, reference: source.plan.reference, suite: nil,
      workloads: source.plan.workloads, measures: source.plan.measures, families: families,
      procedure: source.plan.procedure, blocks: [], minimumBlocks: blocks,
      comparisons: source.plan.comparisons, load: source.plan.load,
      budgetSeconds: source.plan.budgetSeconds, seed: source.plan.seed)
  }

  /// A run whose blocks have the `noise` that is drawn for each of them, each participant's conditions in an order that is drawn.
  func record(
    using random: inout SeededGenerator, noise: (Family, inout SeededGenerator) -> Noise
  ) -> RunRecord {
    let run = Run(
      id: "simulated", harnessVersion: source.run.harnessVersion, command: [],
      startedAt: source.run.startedAt, plan: plan, environment: source.run.environment)
    let design = Design(
      availableSeconds: 0, warmups: [:],
      windows: plan.conditions.map { .init(condition: $0, seconds: 1, turns: 1) }, omitted: [:],
      blockSeconds: 0, smallestDifference: nil)
    var entries = [RunEntry.design(design)]
    for family in plan.families {
      for block in 0..<plan.minimumBlocks {
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
    }
    entries.append(.end(.init(blocks: plan.minimumBlocks, reason: .rounds)))
    return RunRecord(run, entries)
  }
}
