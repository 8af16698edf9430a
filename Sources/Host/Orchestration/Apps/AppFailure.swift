package import Record

/// What goes wrong with one app: it marks that app's trials and leaves the others alone. Every other error ends the run.
package protocol AppFailure: Error {
  /// What it means for a trial.
  var failure: Trial.Failure { get }
}

extension Trial.Failure: AppFailure {
  package var failure: Trial.Failure { self }
}

extension AdapterError: AppFailure {
  package var failure: Trial.Failure {
    Trial.Failure(stage: stage, reason: "\(self)", standardError: standardError)
  }
}
