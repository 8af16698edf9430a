import Analysis
import Record

/// What validity gates found, in words.
enum GateWords {
  /// A gate's figure, e.g. `12.3 %`, or `4` for a number of things.
  static func figure(_ value: Double, of gate: String) -> String {
    Gate.named(gate)?.isShare ?? false ? Figures.fixed(value * 100, 1) + " %" : Figures.whole(value)
  }

  /// What failed, with its figure and its limit, e.g. `steal 12.3 % (limit 5.0 %)`.
  static func failure(_ gate: String, worst: Double, limit: Double) -> String {
    "\(gate) \(figure(worst, of: gate)) (limit \(figure(limit, of: gate)))"
  }

  /// What of a cell's gates failed; nil: nothing did.
  static func failures(_ gates: [GateSummary]) -> String? {
    let failed = gates.filter { $0.failed > 0 }.map {
      "\($0.failed) × \(failure($0.gate, worst: $0.worst, limit: $0.limit))"
    }
    return failed.isEmpty ? nil : failed.joined(separator: "; ")
  }

  /// What the gates of all cells found; nil when none was read.
  static func sentence(_ found: [GateSummary]) -> String? {
    guard !found.isEmpty else { return nil }
    let sentences = [
      failures(.integrity, found).map { "Trials that failed a validity gate: \($0)." },
      failures(.environment, found).map { "Disturbed trials, which count: \($0)." },
    ].compactMap(\.self)
    return sentences.isEmpty ? "Every trial passed every validity gate." : sentences.joined(separator: " ")
  }

  /// What gates of a kind found in the trials of all cells; nil: nothing.
  private static func failures(_ kind: Gate.Kind, _ found: [GateSummary]) -> String? {
    let byGate = Dictionary(grouping: found.filter { $0.failed > 0 && $0.kind == kind }, by: \.gate)
    let failed = Gate.all.compactMap { gate -> String? in
      guard let own = byGate[gate.name], let worst = own.max(by: { $0.worst < $1.worst }) else { return nil }
      let trials = own.reduce(0) { $0 + $1.failed }
      let text = failure(gate.name, worst: worst.worst, limit: worst.limit)
      return "\(trials) × \(text)\(worst.isTolerated ? ", tolerated" : "")"
    }
    return failed.isEmpty ? nil : failed.joined(separator: "; ")
  }
}

extension Disturbance {
  /// What was found, e.g. `steal above 5.0 % in 12 of 80 trials (median 2.1 %, worst 15.3 %)`.
  var words: String {
    let figure = { GateWords.figure($0, of: gate) }
    return
      "\(gate) above \(figure(limit)) in \(Figures.count(trials)) of \(Figures.count(of, "trial")) (median \(figure(median)), worst \(figure(worst)))"
  }
}
