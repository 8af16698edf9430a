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
      case .fewBlocks(let family, let blocks, let needed): .fewBlocks(names[family], blocks, needed)
      case .incomplete(let trials, let planned):
        .init(
          "the run was stopped: \(Figures.count(trials, "trial")) took place, of at least \(Figures.count(planned)) that were planned"
        )
      case .sharedProcessors:
        .init(
          "the load generator and the apps shared processors, so each slowed the other down",
          help: "a machine with at least 2 processors")
      case .drift(let participant, _, let growth, let p): .drift("\(participant)", growth, p)
      case .twinDiffers(_, let measure, let conditions, let resolution):
        .twinDiffers(names[measure], names.places(conditions), resolution)
      case .missing(let participant, let condition, let state, let reason):
        .init(
          "\(participant) under \(names[condition])\(state == .measured ? "" : " (\(state.rawValue))"): \(reason.words(names))"
        )
      case .errors(let participant, let condition, let kinds):
        .errors("\(participant) under \(names[condition])", kinds)
      case .wrongAnswers(let participant, let condition, let wrong, let checked):
        .init(
          "\(participant) under \(names[condition]): \(Figures.count(wrong)) of \(Figures.count(checked, "checked answer")) were wrong"
        )
      case .gate(let gate, let participant, let conditions, let trials, let worst, let limit, let isTolerated):
        .gate(
          GateWords.gate(gate), "\(participant) under \(names.places(conditions))", trials,
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

  private static func drift(_ participant: String, _ growth: Double, _ p: Double) -> Self {
    .init(
      "\(participant): throughput is \(Figures.percent(abs(growth))) \(growth > 0 ? "higher" : "lower") at the end of a session than at its beginning (\(Figures.equation(p: p))), "
        + "so there is no verdict with it",
      help: "a longer --warmup")
  }

  private static func twinDiffers(_ measure: String, _ places: String, _ resolution: Double) -> Self {
    .init(
      "the same app measured twice differed in \(measure) under \(places), by up to \(Figures.percent(resolution)): "
        + "nothing is equivalent there, and only what is farther apart differs",
      help: "more --rounds; chance does this once in 20 runs")
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
