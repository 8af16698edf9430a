package import Record

/// What has happened in a run so far. It tells all observers, in their order, before it takes note itself: what is in the record is on disk.
package final class RunLog: RunObserver {
  /// The run until now.
  package private(set) var record: RunRecord
  private let observers: [any RunObserver]

  /// The log of a run that begins.
  package init(_ run: Run, telling observers: [any RunObserver]) {
    record = RunRecord(run)
    self.observers = observers
  }

  package func began(_ step: RunStep) { for observer in observers { observer.began(step) } }

  package func happened(_ entry: RunEntry, _ series: TrialSeries?) throws {
    for observer in observers { try observer.happened(entry, series) }
    if let series { record.append(series) }
    record.apply(entry)
  }
}
