import Analysis
import Record

/// A doubt in words.
struct WarningWords: Equatable {
  /// What happened and on what.
  let message: String
  /// What would help; nil where nothing simple does.
  let help: String?

  private init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  /// Both, as one remark.
  var text: Text { Text(message + (help.map { ". What would help: \($0)" } ?? "")) }

  init(_ warning: Warning, _ names: Names, _ plan: Plan) {
    self =
      switch warning {
      case .disturbed(let disturbance): .disturbed(disturbance)
      case .fewBlocks(let family, let blocks, let needed): .fewBlocks(names[family], blocks, needed)
      case .incomplete(let trials, let planned):
        .init(
          "the run was stopped: \(Figures.count(trials, "trial")) took place, of at least \(Figures.count(planned)) that were planned"
        )
      case .sharedProcessors:
        .init(
          "the load generator and the apps shared processors, so each slowed the other down",
          help: "a machine with at least 2 processors")
      case .noisy(_, let measure, let conditions, let floor):
        .noisy(names[measure], names.places(conditions), floor)
      case .missing(let participant, let conditions, let state, let reason):
        .init(
          "\(participant) under \(names.places(conditions))\(state == .measured ? "" : " (\(state.rawValue))"): \(reason.words(names))"
        )
      case .errors(let participant, let conditions, let kinds):
        .errors("\(participant) under \(names.places(conditions))", kinds)
      case .wrongAnswers(let participant, let conditions, let wrong, let checked):
        .init(
          "\(participant) under \(names.places(conditions)): \(Figures.count(wrong)) of \(Figures.count(checked, "checked answer")) were wrong"
        )
      case .generatorLimited(let participant, let conditions, let demand):
        .init(
          "\(participant) under \(names.places(conditions)): the load generator was busy for \(Figures.wholePercent(demand)) of its time and held the app up, whose throughput is a lower bound",
          help: "a machine with more processors, or workloads with more work per request")
      case .cannotServe(let participant, let conditions, let unsent, let answered):
        .init(
          "\(participant) under \(names.places(conditions)): it cannot serve what was offered: \(Figures.count(unsent)) requests were never sent beside \(Figures.count(answered)) that were answered, so its latency is a lower bound",
          help: "a lower --rate, or more --connections")
      case .gate(let gate, let participant, let conditions, let trials, let worst, let limit, let isTolerated):
        .gate(
          Gate.named(gate), "\(participant) under \(names.places(conditions))", trials,
          GateWords.failure(gate, worst: worst, limit: limit), isTolerated)
      case .vanished(let participant, let processes, let windows, let all):
        .vanished("\(participant)", processes, windows, all)
      case .notSteady(let participant, let warmups, let all):
        .notSteady("\(participant)", warmups, all, plan)
      }
  }
}

extension WarningWords {
  private static func fewBlocks(_ family: String, _ blocks: Int, _ needed: Int) -> Self {
    .init(
      "\(Figures.count(blocks, "block")) cannot decide anything about “\(family)”: the test needs at least \(needed)",
      help: "--rounds \(needed), or fewer workloads or frameworks")
  }

  private static func disturbed(_ found: Disturbance) -> Self {
    let what = Gate.named(found.gate).map { " (\($0.figure))" } ?? ""
    return .init(
      "\(found.words)\(what): ratios within this run stand, its figures are not comparable with those of another run",
      help: Gate.named(found.gate)?.help)
  }

  private static func noisy(_ measure: String, _ places: String, _ floor: Double) -> Self {
    .init(
      "the same app measured twice differed by up to \(Figures.percent(floor)) in \(measure) under \(places), "
        + "so differences of that size count as equal there",
      help: "a machine on which nothing else runs, or a longer --duration")
  }

  private static func errors(_ place: String, _ kinds: [String: Int]) -> Self {
    let texts = kinds.sorted { $0.key < $1.key }.map { "\(Figures.count($0.value)) \($0.key)" }
    return .init("\(place): failed requests: \(texts.joined(separator: ", "))")
  }

  private static func gate(
    _ gate: Gate?, _ place: String, _ trials: Int, _ failure: String, _ isTolerated: Bool
  ) -> Self {
    let effect = isTolerated ? "tolerated" : "they count for nothing"
    let figure = gate.map { "\($0.figure): " } ?? ""
    return .init(
      "\(place): \(Figures.count(trials, "trial")) failed a validity gate (\(effect)): \(figure)\(failure)",
      help: gate?.help)
  }

  private static func vanished(_ participant: String, _ processes: Int, _ windows: Int, _ all: Int) -> Self {
    .init(
      "\(processes) process\(processes == 1 ? "" : "es") of \(participant) ended during \(windows) of \(Figures.count(all, "window")), "
        + "so its figures are not those of a healthy app",
      help: "the server's messages: its workers crash, or end after a number of requests")
  }

  private static func notSteady(_ participant: String, _ warmups: Int, _ all: Int, _ plan: Plan) -> Self {
    let rule = plan.judgedWarmup.map { ": \($0.rule)" } ?? ""
    return .init(
      "\(participant): no steady state in \(warmups) of \(Figures.count(all, "warm-up"))\(rule)",
      help: "a longer --warmup, whose windows are longer too, or a quieter machine")
  }
}

extension Plan {
  /// The first warm-up that is judged, with its rule in words; nil: none is.
  var judgedWarmup: (warmup: Warmup, rule: String)? {
    families.lazy.map(\.window.warmup).first { $0.steadyVariation != nil }.flatMap { warmup in
      warmup.steadyVariation.map { limit in
        (
          warmup,
          "within \(Figures.short(warmup.seconds)) s no \(Warmup.steadyWindows) windows in a row varied by at most \(Figures.percent(limit))"
        )
      }
    }
  }
}
