import Orchestration
import Record

extension PlanRequest.Offer {
  /// What is offered to all alike; nil when that is left out. Throws a `UsageError` that names what is wrong.
  init?(_ arguments: Arguments) throws {
    guard !arguments[CompareFlags.noLatency] else {
      let about: [any CommandFlag] = [
        CompareFlags.rate, CompareFlags.arrivals, CompareFlags.latencyDuration,
      ]
      guard !about.contains(where: arguments.isTyped) else {
        throw UsageError("--no-latency leaves out what --rate, --arrivals and --latency-duration are about")
      }
      return nil
    }
    self = try arguments[CompareFlags.rate]
  }
}

extension Notation where Value == PlanRequest.Offer {
  /// Requests per second, or shares of the slowest framework's capacity.
  static var rates: Notation {
    Notation(write: \.text) { text, flag in
      let words = try Notation<[String]>.names.read(text, flag)
      let areShares = words.allSatisfy { $0.hasSuffix("%") }
      let range = areShares ? 1...1000.0 : 1...1_000_000.0
      let numbers = words.compactMap { Double(areShares ? String($0.dropLast()) : $0) }.filter(range.contains)
      guard numbers.count == words.count else {
        throw UsageError(
          "\(flag) wants requests per second, e.g. \(flag) 1000,2000, or shares of the slowest framework's capacity, "
            + "e.g. \(flag) 50%,80%, not `\(text)`")
      }
      let sorted = numbers.sorted()
      return areShares ? .shares(sorted.map { $0 / 100 }) : .rates(sorted)
    }
  }
}

extension PlanRequest.Offer {
  fileprivate var text: String {
    switch self {
    case .shares(let shares): shares.map { Decimal.text($0 * 100) + "%" }.joined(separator: ",")
    case .rates(let rates): rates.map(Decimal.text).joined(separator: ",")
    }
  }
}
