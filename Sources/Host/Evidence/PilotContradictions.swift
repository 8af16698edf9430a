import Record

extension RunRecord {
  /// What cannot be so in the pilots and the sessions; a line for each.
  var pilotContradictions: [String] {
    let compared = Set(plan.compared.map(\.id))
    let everybody = Set(plan.participants.map(\.id))
    let workloads = Set(plan.workloads.map(\.id))
    let pilots = pilots.filter { pilot in
      !compared.contains(pilot.participant) || !workloads.isSuperset(of: pilot.cycle)
        || !workloads.isSuperset(of: pilot.windows.map(\.workload))
        || !workloads.isSuperset(of: pilot.confirmations.map(\.workload)) || !pilot.canBe
    }.map { "journal.jsonl: the pilot of \($0.participant) cannot be" }
    let sessions = sessions.filter { session in
      !everybody.contains(session.participant) || !(0..<plan.blocks.count).contains(session.block)
        || ![session.startupNanoseconds ?? 0, session.warmupNanoseconds, session.warmupRequests].allSatisfy(
          (0...1 << 48).contains)
    }.map { "journal.jsonl: the session of \($0.participant) in block \($0.block) cannot be" }
    return pilots + sessions
  }
}

extension Pilot {
  /// Whether its windows follow each other, go round the cycle and have numbers in range.
  fileprivate var canBe: Bool {
    let ends = [0] + windows.map(\.endNanoseconds)
    let round = windows.prefix { cycle.contains($0.workload) }
    return zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 }
      && (ends + [startupNanoseconds ?? 0]).allSatisfy((0...1 << 48).contains)
      && windows.allSatisfy {
        (0..<1e12).contains($0.requestsPerSecond) && (0..<1e6).contains($0.generatorDemand)
      }
      && round.enumerated().allSatisfy { $1.workload == cycle[$0 % cycle.count] }
  }
}
