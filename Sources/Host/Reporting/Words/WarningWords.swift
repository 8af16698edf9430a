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
      case .sharedCores(let processors):
        .init(
          "CPUs \(LoadWords.processors(processors)) of the load generator and the apps are threads of one core, so each slowed the other down",
          help: "processors of different cores (taskset -c), or hyperthreads turned off")
      case .drift(let participant, _, let growth, let p): .drift("\(participant)", growth, p)
      case .twinDiffers(_, let measure, let conditions, let resolution):
        .twinDiffers(names[measure], names.places(conditions), resolution)
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
      case .orphaned(let participant, let processes, let windows, let all):
        .orphaned(participant.map { "\($0)" }, processes, "\(windows) of \(Figures.count(all, "window"))")
      case .neverSteady(let participant, let seconds): .neverSteady("\(participant)", seconds)
      case .omitted(let conditions, let reason): .omitted(names.places(conditions), reason)
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
    let what = Gate.named(found.gate).map { "\($0.figure): " } ?? ""
    return .init(
      "\(what)\(found.words); ratios within this run stand, its figures are not comparable with those of another run",
      help: Gate.named(found.gate)?.help)
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
    let texts = kinds.sorted { $0.key < $1.key }.map {
      "\(Figures.count($0.value)) \(ErrorKind.words($0.key))"
    }
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

  private static func orphaned(_ participant: String?, _ processes: Int, _ windows: String) -> Self {
    let count = "\(processes) process\(processes == 1 ? "" : "es") in the background in \(windows)"
    return .init(
      participant.map { "\($0) had \(count), which count as its own and were ended with it" }
        ?? "apps left \(count), nobody knows which: they are other load and were ended before the next session",
      help: "apps that stay in the foreground, with everything that they start below them")
  }

  private static func neverSteady(_ participant: String, _ seconds: Double) -> Self {
    .init(
      "\(participant) did not find its pace within \(Figures.short(seconds)) s before the blocks, so nothing is said of it",
      help: "a longer --pilot, a --warmup that you know to be enough, or a quieter machine")
  }

  private static func omitted(_ places: String, _ reason: Design.Omission) -> Self {
    switch reason {
    case .time: .init("there was no time for \(places)", help: "a longer --time-budget, or fewer frameworks")
    case .rate: .init("nobody answered under \(places), so that there was no rate to offer")
    }
  }
}
