public import Foundation
import Scenarios

/// The workloads of the contract, as `workloads.json` describes them.
public struct WorkloadCatalogue: Sendable {
  /// What is wrong with a description, or with a name.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// The file cannot be used.
    case invalid(file: String, problem: String)
    /// There is no workload of this name.
    case unknownWorkload(String)
    /// A file has a name that is the contract's.
    case twice(String, String)

    /// In words, for an error message.
    public var description: String {
      switch self {
      case .invalid(let file, let problem): "\(file): \(problem)"
      case .unknownWorkload(let name): "unknown workload `\(name)`; see `harness workloads list`"
      case .twice(let kind, let name): "the contract has a \(kind) `\(name)` already; give it another name"
      }
    }
  }

  /// A named list of presets.
  public struct Suite: Codable, Equatable, Sendable {
    /// Its name.
    public let name: String
    /// What it is for.
    public let summary: String
    /// The names of presets, mixes, streams and loads beside held ones.
    public let presets: [String]
  }

  /// A described request to an endpoint.
  public struct Preset: Codable, Equatable, Sendable {
    /// Its name, which is that of its raw workload.
    public let name: String
    /// The endpoint it is sent to.
    public let endpoint: String
    /// The category it is summed up in.
    public let category: String
    /// What it sends, in a few words.
    public let summary: String
    /// What it sends.
    public let request: RequestDescription
  }

  private struct File: Decodable {
    let version: Int
    let definitions: [String: PayloadSchema]
    let endpoints: [Endpoint]
    let presets: [Preset]
    let mixes: [Mix]
    let streams: [StreamWorkload]
    let held: [HeldWorkload.Description]
    let suites: [Suite]
  }

  /// The bodies' schemas by name.
  public let definitions: [String: PayloadSchema]
  /// The routes.
  public let endpoints: [Endpoint]
  /// The described requests.
  public let presets: [Preset]
  /// The suites.
  public private(set) var suites: [Suite]
  /// Every preset raw and validated, the raw one first.
  public let contract: [ContractWorkload]
  /// Those of the contract, its mixes and streams, what is sent beside held ones, and of a user's file after them.
  public private(set) var workloads: [Workload]
  /// The user's file; nil: there is none.
  public private(set) var file: SuiteFile?

  /// Reads a `workloads.json`; throws `Failure.invalid` with what is wrong.
  public init(contentsOf file: URL) throws {
    func invalid(_ problem: String) -> Failure { .invalid(file: file.path, problem: problem) }
    let content: File
    do { content = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)) } catch {
      throw invalid("\(error)")
    }
    guard content.version == 1 else { throw invalid("version \(content.version), this harness reads 1") }
    definitions = content.definitions
    endpoints = content.endpoints
    presets = content.presets
    suites = content.suites
    contract = try content.presets.flatMap { preset in
      guard let endpoint = content.endpoints.first(where: { $0.name == preset.endpoint }) else {
        throw invalid("preset `\(preset.name)` names the unknown endpoint `\(preset.endpoint)`")
      }
      return [false, true].map {
        ContractWorkload(
          preset: preset, endpoint: endpoint, isValidated: $0, definitions: content.definitions)
      }
    }
    let presets = contract.map { Workload(.contract($0)) }
    workloads = presets
    for mix in content.mixes {
      for isValidated in [false, true] {
        let parts = try mix.parts.map { part in
          guard
            let found = presets.first(where: { $0.preset == part.preset && $0.isValidated == isValidated })
          else { throw invalid("mix `\(mix.name)` names the unknown preset `\(part.preset)`") }
          return found
        }
        workloads.append(Workload(.mix(MixWorkload(mix: mix, isValidated: isValidated, workloads: parts))))
      }
    }
    workloads += content.streams.map { Workload(.stream($0)) }
    for held in content.held {
      guard let stream = content.streams.first(where: { $0.name == held.stream }),
        let requests = contract.first(where: { $0.preset.name == held.requests && !$0.isValidated })
      else { throw invalid("`\(held.name)` of what is held names an unknown stream or preset") }
      workloads.append(
        Workload(.held(HeldWorkload(description: held, requests: requests, stream: stream))))
    }
    for suite in content.suites {
      for name in suite.presets where !workloads.contains(where: { $0.preset == name }) {
        throw invalid(
          "suite `\(suite.name)` names the unknown preset, mix, stream or load beside held ones `\(name)`")
      }
    }
  }

  /// The workloads of a suite, each preset raw and validated; nil when there is no such suite.
  public func workloads(inSuite name: String) -> [Workload]? {
    suites.first { $0.name == name }.map { suite in
      workloads.filter { suite.presets.contains($0.preset) }
    }
  }

  /// The same with a user's file on top; throws `Failure.twice` when a name of it is taken.
  public func adding(_ file: SuiteFile) throws(Failure) -> WorkloadCatalogue {
    var sum = self
    for name in file.suite.presets where workloads.contains(where: { $0.name == name }) {
      throw .twice("workload", name)
    }
    guard !suites.contains(where: { $0.name == file.suite.name }) else {
      throw .twice("suite", file.suite.name)
    }
    sum.suites.append(file.suite)
    sum.file = file
    sum.workloads += file.workloads.map { Workload(.file($0)) }
    for described in file.mixes {
      let parts = try described.mix.parts.map { part throws(Failure) in
        guard let found = sum.workloads.first(where: { $0.name == part.preset && $0.isOfRequests }) else {
          throw .invalid(
            file: "\(file.name):\(described.place)",
            problem: "the mix `\(described.mix.name)` has the unknown workload `\(part.preset)`")
        }
        return found
      }
      sum.workloads.append(
        Workload(.mix(MixWorkload(mix: described.mix, isValidated: false, workloads: parts))))
    }
    return sum
  }

  /// The same with a scenario on top; throws `Failure.twice` when its name is taken.
  package func adding(_ scenario: ScenarioWorkload) throws(Failure) -> WorkloadCatalogue {
    let workload = Workload(.scenario(scenario))
    guard !workloads.contains(where: { $0.name == workload.name }) else {
      throw .twice("workload", workload.name)
    }
    var sum = self
    sum.workloads.append(workload)
    return sum
  }

  /// The texts of the user's files, by the names that they have in stored runs.
  public var files: [String: String] {
    var files: [String: String] = [:]
    files["suite.json5"] = file?.text
    files["scenario.json5"] = workloads.lazy.compactMap(\.scenario).first?.scenario.text
    return files
  }

  /// The workload of this name; throws `Failure.unknownWorkload`.
  public func workload(named name: String) throws -> Workload {
    guard let workload = workloads.first(where: { $0.name == name }) else {
      throw Failure.unknownWorkload(name)
    }
    return workload
  }
}
