import LoadEngine
import Statistics

/// What counts as a load's requests.
struct CountedWork {
  var (sent, answered, answeredInWindow, unfinished, unsent) = (0, 0, 0, 0, 0)
  var errors = ErrorLedger()
  var (latency, uncorrectedLatency) = (Histogram(), Histogram())
}

extension CountedWork {
  /// The requests themselves.
  init(requestsOf result: LoadResult) {
    (sent, answered) = (result.sent, result.answered)
    (answeredInWindow, unfinished) = (result.answeredInWindow, result.unfinished)
    (errors, unsent) = (result.errors, result.unsent)
    (latency, uncorrectedLatency) = (result.latency, result.uncorrectedLatency)
  }
}
