public import Foundation

/// The workloads of the contract, as `workloads.json` describes them.
public struct WorkloadCatalogue: Sendable {
  /// What is wrong with a description, or with a name.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// The file cannot be used.
    case invalid(file: String, problem: String)
    /// There is no workload of this name.
    case unknownWorkload(String)

    /// In words, for an error message.
    public var description: String {
      switch self {
      case .invalid(let file, let problem): "\(file): \(problem)"
      case .unknownWorkload(let name): "unknown workload `\(name)`; see `harness workloads list`"
      }
    }
  }

  /// A named list of presets.
  public struct Suite: Codable, Equatable, Sendable {
    /// Its name.
    public let name: String
    /// What it is for.
    public let summary: String
    /// The presets' names.
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
    let suites: [Suite]
  }

  /// The bodies' schemas by name.
  public let definitions: [String: PayloadSchema]
  /// The routes.
  public let endpoints: [Endpoint]
  /// The described requests.
  public let presets: [Preset]
  /// The suites.
  public let suites: [Suite]
  /// Every preset raw and validated, the raw one first.
  public let workloads: [Workload]

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
    workloads = try content.presets.flatMap { preset in
      guard let endpoint = content.endpoints.first(where: { $0.name == preset.endpoint }) else {
        throw invalid("preset `\(preset.name)` names the unknown endpoint `\(preset.endpoint)`")
      }
      return [false, true].map {
        Workload(preset: preset, endpoint: endpoint, isValidated: $0, definitions: content.definitions)
      }
    }
    for suite in content.suites {
      for name in suite.presets where !content.presets.contains(where: { $0.name == name }) {
        throw invalid("suite `\(suite.name)` names the unknown preset `\(name)`")
      }
    }
  }

  /// The workloads of a suite, each preset raw and validated; nil when there is no such suite.
  public func workloads(inSuite name: String) -> [Workload]? {
    suites.first { $0.name == name }.map { suite in
      workloads.filter { suite.presets.contains($0.preset.name) }
    }
  }

  /// The workload of this name; throws `Failure.unknownWorkload`.
  public func workload(named name: String) throws -> Workload {
    guard let workload = workloads.first(where: { $0.name == name }) else {
      throw Failure.unknownWorkload(name)
    }
    return workload
  }
}

/// A preset, sent to its endpoint raw or validated.
public struct Workload: Sendable {
  /// What is sent.
  public let preset: WorkloadCatalogue.Preset
  /// Where it is sent.
  public let endpoint: Endpoint
  /// Whether it goes to the validated route.
  public let isValidated: Bool
  /// The bodies' schemas by name.
  public let definitions: [String: PayloadSchema]

  /// The preset's name, with `-validated` for that route.
  public var name: String { isValidated ? preset.name + "-validated" : preset.name }
  /// The category it is summed up in.
  public var category: String { preset.category }
  /// What it sends, in a few words.
  public var summary: String { preset.summary + (isValidated ? ", validated" : "") }
  /// The route's path, parameters in braces.
  public var path: String { (isValidated ? "/validated" : "") + endpoint.path }
  /// Whether answers have typed values rather than texts.
  public var isTyped: Bool { isValidated || endpoint.typed == true }

  /// Request variants with random values: the same seed gives the same bytes on every machine.
  public func requests(seed: UInt64, count: Int) -> [WorkloadRequest] {
    var generator = PayloadGenerator(for: self, seed: seed)
    return (0..<count).map { _ in generator.request() }
  }

  /// A request that keeps all rules but has arrays of one element, so that variations of it are cheap.
  public func shortRequest(seed: UInt64) -> WorkloadRequest {
    var generator = PayloadGenerator(for: self, seed: seed, arrayLength: 1)
    return generator.request()
  }
}

extension Workload {
  /// A request of the workload with the UUIDs of its path in upper case, which a typed answer gives back in lower case; nil where there
  /// are none to be typed.
  public func inUpperCase(_ request: WorkloadRequest) -> WorkloadRequest? {
    let uuids = (endpoint.parameters ?? []).filter { $0.type == .uuid }.map { "{\($0.name)}" }
    guard isTyped, !uuids.isEmpty else { return nil }
    let template = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let segments = request.target.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    var upper = request
    upper.target = zip(template, segments).map { uuids.contains($0) ? $1.uppercased() : $1 }
      .joined(separator: "/")
    return upper
  }
}
