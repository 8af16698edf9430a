import Record
import Testing

@testable import Orchestration

private let participants: [Key<Participant>] = ["a", "b", "c"]
private let conditions: [Condition] = ["v", "w", "x"].flatMap { workload in
  [.offered(workload, share: 0.5), .offered(workload, share: 0.8)]
}

private func sessions(_ blocks: Int, seed: UInt64 = 7, stream: String = "s") -> [Family.Session] {
  Schedule.sessions(
    blocks: blocks, participants: participants, conditions: conditions, seed: seed, stream: stream)
}

/// The workloads of a session in the order they come.
private func workloads(_ session: Family.Session) -> [Substring] {
  stride(from: 0, to: session.conditions.count, by: 2).map { session.conditions[$0].rawValue.prefix(1) }
}

@Suite struct ScheduleTests {
  @Test func `everybody has every condition once per block, and the same seed gives the same order`() {
    let first = sessions(5)
    #expect(first == sessions(5) && first != sessions(5, seed: 8) && first != sessions(5, stream: "t"))
    #expect(first.map(\.block) == (0..<5).flatMap { [$0, $0, $0] })
    for block in 0..<5 {
      let sessions = first.filter { $0.block == block }
      #expect(sessions.map(\.participant).sorted() == participants)
      #expect(sessions.allSatisfy { $0.conditions.sorted() == conditions.map(\.id).sorted() })
    }
    #expect(sessions(9).prefix(15) == first[...])
  }

  @Test func `participants come in every order, each as often as any other`() {
    let orders = Dictionary(grouping: sessions(600), by: \.block).values.map { $0.map(\.participant) }
    let counts = Dictionary(grouping: orders) { $0 }.mapValues(\.count)
    // 100 of each of six orders are expected, with a standard deviation of 9.
    #expect(counts.count == 6 && counts.values.allSatisfy { (60...140).contains($0) }, "\(counts)")
  }

  @Test func `workloads come in every order, each as often as any other, and not alike for everybody`() {
    let all = sessions(200)
    let counts = Dictionary(grouping: all, by: workloads).mapValues(\.count)
    #expect(counts.count == 6 && counts.values.allSatisfy { (60...140).contains($0) }, "\(counts)")
    let same = Dictionary(grouping: all, by: \.block).values.count { Set($0.map(workloads)).count == 1 }
    // By chance one block in 36 has the same order for all three.
    #expect(same < 20)
  }

  @Test func `the rates of a workload follow each other, the least first`() {
    for session in sessions(20) {
      for (i, workload) in workloads(session).enumerated() {
        #expect(
          session.conditions[2 * i..<2 * i + 2].map(\.rawValue) == [
            "\(workload) at 50%", "\(workload) at 80%",
          ])
      }
    }
  }
}
