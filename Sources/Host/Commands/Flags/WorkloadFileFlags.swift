import Contract
import Foundation
import Orchestration
import Scenarios

/// The flags that bring in workloads of the user's own.
enum WorkloadFileFlags {
  static let suite = Flag(
    "suite-file", "FILE", Notation<URL>.file,
    "workloads of your own (JSON5), beside those of the contract; they are what is measured unless others are named"
  )
  static let scenario = Flag(
    "scenario", "FILE", Notation<URL>.file,
    "what users do (JSON5, see `harness scenario`), each of whose flows is a request; it is what is measured unless others are named"
  )

  static let all: [any CommandFlag] = [suite, scenario]
}

extension Context {
  /// The workloads of the contract, and on top those of files that the arguments name; throws a `UsageError` with all that is wrong in them.
  func catalogue(with arguments: Arguments) throws -> WorkloadCatalogue {
    var catalogue = try catalogue()
    if let file = try arguments[WorkloadFileFlags.suite] { catalogue = try catalogue.adding(suite: file) }
    if let file = try arguments[WorkloadFileFlags.scenario] {
      catalogue = try catalogue.adding(scenario: file)
    }
    return catalogue
  }
}

extension WorkloadCatalogue {
  fileprivate func adding(suite file: URL) throws -> WorkloadCatalogue {
    do {
      return try adding(SuiteFile(contentsOf: file))
    } catch let error as SuiteFile.Invalid {
      throw UsageError(error.description)
    } catch let error as Failure {
      throw UsageError("\(file.relativePath): \(error)")
    } catch {
      throw UsageError(
        "--suite-file \(file.relativePath) cannot be read as UTF-8: \(error.localizedDescription)")
    }
  }

  fileprivate func adding(scenario file: URL) throws -> WorkloadCatalogue {
    let input = try ScenarioInput(file.relativePath)
    // What is too large is told now, and not when everybody has been started.
    _ = try input.load(
      at: try ScenarioInput.target("http://127.0.0.1"), seed: 0, run: ScenarioInput.runName(), seconds: 1,
      secrets: input.scenario.secrets.mapValues { _ in "" })
    do {
      return try adding(ScenarioWorkload(input.scenario, secrets: try input.secrets()))
    } catch let error as Failure {
      throw UsageError("\(file.relativePath): \(error)")
    }
  }
}
