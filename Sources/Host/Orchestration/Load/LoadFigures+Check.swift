import Platform
import Record

extension LoadFigures {
  /// Throws why a window gave nothing: we were told to stop, the app ended, or it did not answer at all.
  func check(_ stage: Trial.Failure.Stage, of app: any RunningApp) throws(Trial.Failure) {
    if Task.isCancelled { throw Trial.Failure(stage: stage, reason: "interrupted") }
    // Who is not reached any more has probably ended, which its adapter tells within a second.
    if answered == 0, errors["connect"] != nil { _ = app.alarm.wait(milliseconds: 2000) }
    if let exit = app.exit {
      throw Trial.Failure(stage: stage, reason: exit.reason, standardError: exit.standardError)
    }
    if app.alarm.isRaised { throw Trial.Failure(stage: stage, reason: "the adapter ended") }
    if answered > 0, answeredInWindow == 0, stage == .measure {
      let reason =
        "no request was finished within the window, \(answered) after it; give a longer --duration"
      throw Trial.Failure(stage: stage, reason: reason)
    }
    guard answered == 0 else { return }
    let counts = errors.sorted { $0.key < $1.key }.map { "\($0.value) \(ErrorKind.words($0.key))" }
    let what = counts.isEmpty ? "\(unfinished) requests without an answer" : counts.joined(separator: ", ")
    throw Trial.Failure(stage: stage, reason: "the app answered no request as it should: \(what)")
  }
}
