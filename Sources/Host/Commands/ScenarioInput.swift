import Foundation
import Orchestration
import Scenarios

/// A scenario's file, read and compiled.
struct ScenarioInput {
  let file: URL
  private(set) var scenario: Scenario

  /// Throws a `UsageError` with all that is wrong in it.
  init(_ path: String) throws {
    file = URL(filePath: path)
    do { scenario = try Scenario(contentsOf: file) } catch let error as InvalidScenario {
      throw UsageError(error.description)
    } catch {
      throw UsageError("\(path) cannot be read as UTF-8: \(error.localizedDescription)")
    }
  }

  /// Has other numbers of users, or of those that come in a second; throws a `UsageError` where the file has no such number.
  mutating func change(users: Int?, rate: Double?) throws {
    let isOpen = scenario.load.model != .users
    if let users {
      guard isOpen || scenario.load.phases.isEmpty else {
        throw UsageError("--users: in \(file.relativePath) the phases say how many users there are")
      }
      if isOpen { scenario.load.mostUsers = users } else { scenario.load.number = Double(users) }
      if let problem = scenario.shortage { throw UsageError("--users: \(file.relativePath):\(problem)") }
    }
    if let rate {
      guard isOpen, scenario.load.phases.isEmpty else {
        throw UsageError(
          isOpen
            ? "--rate: in \(file.relativePath) the phases say how many users come"
            : "--rate: in \(file.relativePath) users do not come at their times; give load.arrivals")
      }
      scenario.load.number = rate
    }
  }

  /// Where a URL leads; throws a `UsageError`.
  static func target(_ url: String) throws -> LoadTarget {
    do { return try LoadTarget(url: url) } catch { throw UsageError("--target: \(error)") }
  }

  /// A name of a run that no other one has: what users made in one before may still be there.
  static func runName() -> String { "r" + String(UInt64(Date().timeIntervalSince1970 * 1000), radix: 36) }

  /// The values of its secrets; throws a `UsageError` for those that are not there.
  func secrets() throws -> [String: String] {
    try Dictionary(
      uniqueKeysWithValues: scenario.secrets.map { name, variable in
        guard let value = ProcessInfo.processInfo.environment[variable] else {
          throw UsageError(
            "secret `\(name)`: the environment has no \(variable); set it, or leave it out of the file")
        }
        return (name, value)
      })
  }

  /// The load; throws a `UsageError` when a request or a value can become too large.
  func load(
    at target: LoadTarget, seed: UInt64, run: String, seconds: Double, secrets: [String: String]
  ) throws -> ScenarioLoad {
    do {
      return try ScenarioLoad(
        scenario, at: target, seed: seed, run: run, seconds: seconds, secrets: secrets)
    } catch let error as ProgramCompiler.TooLarge {
      throw UsageError("\(file.relativePath):\(error)")
    }
  }
}
