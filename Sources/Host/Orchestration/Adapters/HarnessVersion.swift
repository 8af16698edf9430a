/// The version of harness.
package enum HarnessVersion {
  /// As in `harness --version`; semantic versioning.
  package static let current = "0.1.0"
}
