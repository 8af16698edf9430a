import Record
import Testing

@testable import Orchestration

private typealias R = Rehearsal

/// The blocks of three participants under three workloads with a closed loop and two rates each.
private func blocks(_ count: Int, seed: UInt64 = 7) throws -> [Plan.Block] {
  var request = try PlanRequest.rehearsed(.exactly(count), ["json-small", "path-int", "path-simple"])
    .offering(.shares([0.8, 0.5])).withTwin()
  request.seed = seed
  return request.plan().blocks
}

/// The workloads of a block in the order they come.
private func workloads(_ block: Plan.Block) -> [Substring] {
  stride(from: 0, to: block.conditions.count, by: 3).compactMap {
    block.conditions[$0].rawValue.split(separator: " ").first
  }
}

/// Whether each of six orders comes about as often as any other.
private func areEven(_ orders: [[some Hashable]]) -> Bool {
  let counts = Dictionary(grouping: orders) { $0 }.mapValues(\.count)
  // 100 of each are expected of 600, with a standard deviation of 9.
  return counts.count == 6 && counts.values.allSatisfy { (60...140).contains($0) }
}

@Suite struct PlannedBlocksTests {
  @Test func `a block has everybody and every condition once, and the same seed gives the same order`() throws
  {
    let first = try blocks(5)
    #expect(try first == blocks(5) && first != blocks(5, seed: 8) && blocks(9).prefix(5) == first[...])
    for block in first {
      #expect(block.participants.sorted() == [R.one, R.twin, R.other].sorted())
      #expect(block.conditions.count == 9 && Set(block.conditions).count == 9)
    }
  }

  @Test func `participants come in every order, and so do workloads, whatever the participants' order is`()
    throws
  {
    let blocks = try blocks(600)
    #expect(areEven(blocks.map(\.participants)) && areEven(blocks.map(workloads)))
    let pairs = Dictionary(grouping: blocks) {
      [$0.participants.map(\.rawValue), workloads($0).map(String.init)]
    }
    #expect(pairs.count == 36)
  }

  @Test
  func `the conditions of a workload follow each other: the closed loop, then the rates, the least first`()
    throws
  {
    for block in try blocks(20) {
      #expect(
        block.conditions.map(\.rawValue)
          == workloads(block).flatMap { ["\($0)", "\($0) at 50%", "\($0) at 80%"] })
    }
  }
}

/// Whose turn it is within a condition.
@Suite struct TurnsTests {
  private func turns(
    _ count: Int, _ rounds: Int, seed: UInt64 = 7, under condition: Key<Condition> = "json-small",
    inBlock block: Int = 0
  ) throws -> [Int] {
    var request = try PlanRequest.rehearsed(.exactly(1))
    request.seed = seed
    return request.plan().turns(of: count, rounds: rounds, under: condition, inBlock: block)
  }

  @Test func `everybody has a turn in each round, in an order that is another's in each round`() throws {
    let turns = try turns(3, 600)
    #expect(turns.count == 3 * 600)
    let rounds = stride(from: 0, to: turns.count, by: 3).map { Array(turns[$0..<$0 + 3]) }
    #expect(rounds.allSatisfy { $0.sorted() == [0, 1, 2] } && areEven(rounds))
    #expect(try self.turns(1, 4) == [0, 0, 0, 0] && self.turns(0, 4).isEmpty)
  }

  @Test func `the order depends on the seed, the block and the condition, and on nothing else`() throws {
    let first = try turns(3, 20)
    #expect(try first == turns(3, 20))
    #expect(try first != turns(3, 20, seed: 8) && first != turns(3, 20, inBlock: 1))
    #expect(try first != turns(3, 20, under: "path-int"))
  }
}
