import Foundation

/// How often parsers are fed at random; `make fuzz` does so ten million times.
enum Fuzz {
  static let executions = ProcessInfo.processInfo.environment["HARNESS_FUZZ"].flatMap { Int($0) } ?? 20_000
}
