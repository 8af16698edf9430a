/// A preset, sent to its endpoint raw or validated.
public struct ContractWorkload: Sendable {
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

extension ContractWorkload {
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
