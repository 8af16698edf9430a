import Contract
import Foundation
import JSON
import Orchestration
import Platform

/// Profiles an app that is ready for it, or sees how it is refused.
struct ProfilingScenario: AdapterScenario {
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  func play() throws {
    try converseIntroduced { conversation in
      let files = temporaryFiles
      let app: CheckedApp
      do { app = try conversation.start(adapter.start(profiler: true)) } catch {
        ledger.judge(.S8, false, "\(error)")
        throw error
      }
      ledger.judge(.S8, app.status(of: "/health") == 200, "the app started with profiler true is healthy")
      let begun = try ask("profile/start", app, conversation)
      switch begun.code {
      case nil: try judgeProfile(begun, of: app, files, conversation)
      case Rule.methodNotFound.code:
        try judgeAbsence(app, conversation)
      default: try judgeRefusal(begun, of: app, conversation)
      }
    }
  }

  private func ask(_ method: String, _ app: CheckedApp, _ conversation: Conversation) throws
    -> Conversation.Answer
  {
    try conversation.ask(method, ["app": .string(app.name)], within: Grace.profile)
  }

  private var temporaryFiles: Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: adapter.temporaryFolder.path)) ?? [])
  }

  /// An adapter without a profiler: all that there is to see is that it knows neither method.
  private func judgeAbsence(_ app: CheckedApp, _ conversation: Conversation) throws {
    let stopped = try ask("profile/stop", app, conversation)
    ledger.judge(
      .F2, stopped.code == Rule.methodNotFound.code,
      "it knows no profile/start, and answers profile/stop with \(stopped.summary)")
    for rule in [Rule.F1, .F3, .F4, .F5, .F6, .profilerUnavailable] {
      ledger.judge(rule, true, "it has no profiler (F2)")
    }
    _ = try conversation.stop(app)
  }

  /// An adapter whose profiler cannot work here.
  private func judgeRefusal(_ begun: Conversation.Answer, of app: CheckedApp, _ conversation: Conversation)
    throws
  {
    begun.judgeCode(.profilerUnavailable, "an app that is ready for the profiler", ledger)
    let hint = begun.error?["data"]?["hint"]?.text ?? ""
    ledger.judge(
      .F2, !hint.isEmpty, "profiling is impossible: \(begun.summary), hint: \(hint.isEmpty ? "none" : hint)")
    try judgeUnready(conversation)
    _ = try conversation.stop(app)
    for rule in [Rule.F1, .F4, .F5, .F6] { ledger.judge(rule, true, "profiling is impossible here (F2)") }
  }

  private func judgeProfile(
    _ begun: Conversation.Answer, of app: CheckedApp, _ files: Set<String>, _ conversation: Conversation
  ) throws {
    let unit = begun.result?["unit"]?.text ?? ""
    ledger.judge(.F2, true, "profiling is possible")
    ledger.judge(.profilerUnavailable, true, "profiling is possible")
    refuse(try ask("profile/start", app, conversation), "a second profile/start", .invalidParams)
    // Work to be seen, also by what samples processor time alone.
    let work = try adapter.specification.catalogue.workload(named: "json-very-large").requests(
      seed: 1, count: 1)[0]
    var patience = Patience(.seconds(2))
    while patience.isLeft() { _ = try? HTTPClient(host: app.host, port: app.port).send(work) }
    let ended = try ask("profile/stop", app, conversation)
    judgeStacks(ended, unit)
    refuse(try ask("profile/stop", app, conversation), "a profile/stop without profile", .invalidParams)
    try judgeUnready(conversation)
    let again = try ask("profile/start", app, conversation)
    ledger.judge(.F1, again.error == nil, "a profile after a profile: \(again.summary)")
    let family = conversation.family
    _ = try conversation.stop(app)
    judgeRemains(family, files, conversation)
  }

  private func judgeStacks(_ ended: Conversation.Answer, _ unit: String) {
    guard let result = ended.result else {
      ledger.judge(.F4, false, "profile/stop: \(ended.summary)")
      return
    }
    let lines = (result["folded"]?.text ?? "").split(separator: "\n")
    let stacks = lines.map { $0[..<($0.lastIndex(of: " ") ?? $0.endIndex)] }
    let weights = lines.compactMap { Int($0.split(separator: " ").last ?? "") }
    let (samples, notes) = (result["samples"]?.integer ?? 0, result["notes"]?.elements ?? [])
    ledger.judge(
      .F1, !lines.isEmpty || !notes.isEmpty,
      "of 2 s of requests it has \(lines.count) stacks of \(samples) samples in \(unit)")
    ledger.judge(
      .F4, Set(stacks).count == stacks.count, "\(stacks.count) stacks, \(Set(stacks).count) of them distinct")
    let sum = weights.reduce(0, +)
    ledger.judge(
      .F4, unit != "samples" || sum <= samples,
      "the stacks are made of \(samples) samples, and their numbers add up to \(sum) \(unit)")
    ledger.judge(
      .F5, unit != "samples" || sum >= samples || !notes.isEmpty,
      "\(samples) samples, \(sum) \(unit) in stacks, \(notes.count) notes")
  }

  /// Apps that there are not, and one that was not started for a profiler.
  private func judgeUnready(_ conversation: Conversation) throws {
    for method in ["profile/start", "profile/stop"] {
      let unknown = try conversation.ask(method, ["app": .string("no such app")], within: Grace.profile)
      refuse(unknown, "\(method) of an unknown app", .unknownApp)
    }
    let app = try conversation.start(adapter.start())
    refuse(
      try ask("profile/start", app, conversation), "an app that was started without profiler", .invalidParams)
    _ = try conversation.stop(app)
  }

  private func refuse(_ answer: Conversation.Answer, _ what: String, _ wanted: Rule) {
    guard answer.code != Rule.internalError.code else { return }
    ledger.judge(.F3, answer.code == wanted.code, "\(what): \(answer.summary)")
  }

  private func judgeRemains(_ family: [Int32], _ files: Set<String>, _ conversation: Conversation) {
    let started = family.filter { $0 != conversation.process.pid }
    _ = conversation.wait(.seconds(2)) {
      !started.contains(where: ProcessView.isAlive) && temporaryFiles.isSubset(of: files)
    }
    let left = ProcessView.endLiving(started)
    let extra = temporaryFiles.subtracting(files).sorted()
    ledger.judge(
      .F6, left == 0 && extra.isEmpty, "app/stop amid a profile left \(left) processes and the files \(extra)"
    )
  }
}
