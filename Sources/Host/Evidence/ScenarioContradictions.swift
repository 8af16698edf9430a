package import Record
import Statistics

extension ScenarioFigures {
  /// What in them cannot have been, a line for each.
  package var contradictions: [String] {
    var problems = Self.contradictions(of: steps, flows, areWhole: true, "")
    for phase in phases {
      problems += Self.contradictions(of: phase.steps, phase.flows, areWhole: false, "\(phase.name): ")
    }
    guard phases.allSatisfy(\.isCounted) else { return problems }
    let (passed, unfinished) = (steps.reduce(0) { $0 + $1.passed }, steps.reduce(0) { $0 + $1.unfinished })
    if passed != load.answered { problems.append("\(passed) steps passed, and \(load.answered) requests") }
    if unfinished != load.unfinished {
      problems.append("\(unfinished) steps were unfinished, and \(load.unfinished) requests")
    }
    return problems
  }

  /// `areWhole`: what was begun ended there, too, or was left unfinished.
  private static func contradictions(
    of steps: [Step], _ flows: [Flow], areWhole: Bool, _ prefix: String
  ) -> [String] {
    let ofSteps = steps.flatMap { step in
      let ended = step.passed + step.failed.values.reduce(0, +) + step.unfinished
      return [
        areWhole && step.begun != ended ? "\(step.begun) were begun, and \(ended) came to an end" : nil,
        step.passedInWindow > step.passed ? "more passed in the window than at all" : nil,
        step.response.count != step.passed || step.service.count != step.passed
          ? "those that passed have no time each" : nil,
      ].compactMap(\.self).map { "\(prefix)\(step.flow ?? "once") · \(step.name): \($0)" }
    }
    let ofFlows = flows.flatMap { flow in
      let ended = flow.completed + flow.failed + flow.unfinished
      return [
        areWhole && flow.begun != ended ? "\(flow.begun) were begun, and \(ended) came to an end" : nil,
        flow.completedInWindow > flow.completed ? "more were completed in the window than at all" : nil,
        flow.active.count != flow.completed || flow.elapsed.count != flow.completed
          ? "those that were completed have no time each" : nil,
      ].compactMap(\.self).map { "\(prefix)\(flow.name): \($0)" }
    }
    return ofSteps + ofFlows
  }

  /// What in the seconds cannot have been; what ends after the last one is in none.
  package func contradictions(with seconds: [ScenarioSecond]) -> [String] {
    let ends = seconds.map(\.end)
    let sent = seconds.reduce(0) { $0 + $1.sent }
    let answered = seconds.reduce(0) { $0 + $1.answered }
    return [
      zip(ends, ends.dropFirst()).allSatisfy(<) ? nil : "the seconds are not one after the other",
      sent <= load.sent ? nil : "\(sent) requests in the seconds, \(load.sent) in all",
      answered <= load.answered ? nil : "\(answered) answers in the seconds, \(load.answered) in all",
    ].compactMap(\.self)
  }
}
