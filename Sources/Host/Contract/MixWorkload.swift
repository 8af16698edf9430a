import SeededRandom

/// A workload that sends the requests of others, each a share of them, in an order that is drawn once from a seed.
public struct MixWorkload: Sendable {
  /// What it is made of.
  public let mix: Mix
  /// Whether its parts go to the validated routes of the contract.
  public let isValidated: Bool
  /// The workload of each part.
  let workloads: [Workload]

  /// The mix's name, with `-validated` for those routes.
  public var name: String { isValidated ? mix.name + "-validated" : mix.name }
  /// What it sends, in a few words.
  public var summary: String { mix.summary + (isValidated ? ", validated" : "") }

  /// Requests in the mix's order, as often as its shares add up to, at least `count` of them: the same seed gives the same bytes in the same
  /// order on every machine.
  func requests(seed: UInt64, count: Int) -> [WorkloadRequest] {
    let total = mix.parts.reduce(0) { $0 + $1.share }
    let rounds = max(1, (count + total - 1) / total)
    let all = zip(mix.parts, workloads).flatMap { part, workload in
      workload.requests(seed: seed, count: part.share * rounds).map { request in
        var request = request
        request.part = part.preset
        return request
      }
    }
    var random = SeededGenerator(seed: seed, stream: mix.name)
    return random.shuffled(all)
  }
}
