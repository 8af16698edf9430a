import Scenarios

/// What is sent to an app again and again, and what a right answer is.
public struct Workload: Sendable {
  /// Where it is described.
  public enum Origin: Sendable {
    /// By the contract that every framework's app serves.
    case contract(ContractWorkload)
    /// By a user's file.
    case file(FileWorkload)
    /// As a mix of others.
    case mix(MixWorkload)
    /// By the contract, of apps that can serve streams.
    case stream(StreamWorkload)
    /// As requests beside streams that are held open.
    case held(HeldWorkload)
    /// By a file that says what users do.
    case scenario(ScenarioWorkload)
  }

  /// Where it is described.
  public let origin: Origin

  init(_ origin: Origin) { self.origin = origin }

  /// Its name, unique in a catalogue.
  public var name: String {
    switch origin {
    case .contract(let workload): workload.name
    case .file(let workload): workload.name
    case .mix(let workload): workload.name
    case .stream(let workload): workload.name
    case .held(let workload): workload.description.name
    case .scenario(let workload): workload.scenario.name
    }
  }

  /// The category it is summed up in.
  public var category: String {
    switch origin {
    case .contract(let workload): workload.category
    case .file(let workload): workload.category
    case .mix(let workload): workload.mix.category
    case .stream(let workload): workload.category
    case .held(let workload): workload.description.category
    case .scenario(let workload): workload.category
    }
  }

  /// What it sends, in a few words.
  public var summary: String {
    switch origin {
    case .contract(let workload): workload.summary
    case .file(let workload): workload.summary
    case .mix(let workload): workload.summary
    case .stream(let workload): workload.summary
    case .held(let workload): workload.description.summary
    case .scenario(let workload): workload.summary
    }
  }

  /// The name by which suites have it.
  var preset: String {
    switch origin {
    case .contract(let workload): workload.preset.name
    case .file(let workload): workload.name
    case .mix(let workload): workload.mix.name
    case .stream(let workload): workload.name
    case .held(let workload): workload.description.name
    case .scenario(let workload): workload.scenario.name
    }
  }

  /// Whether every framework's app has to serve it.
  public var isOfContract: Bool {
    switch origin {
    case .contract: true
    case .file, .stream, .held, .scenario: false
    case .mix(let mix): mix.workloads.allSatisfy(\.isOfContract)
    }
  }

  /// Whether it is a mix of others.
  public var isMix: Bool { if case .mix = origin { true } else { false } }

  /// What its exchanges are where they are not requests with answers; nil: they are.
  public var exchange: StreamWorkload.Exchange? {
    if case .stream(let stream) = origin { stream.exchange } else { nil }
  }

  /// What is held open beside its requests; nil: nothing.
  public var held: HeldWorkload? { if case .held(let held) = origin { held } else { nil } }

  /// What users do who carry out flows of requests; nil: requests are sent in rotation.
  public var scenario: ScenarioWorkload? {
    if case .scenario(let scenario) = origin { scenario } else { nil }
  }

  /// Whether a mix may have it as a part.
  var isOfRequests: Bool { !isMix && exchange == nil && held == nil && scenario == nil }

  /// Whether it goes to a validated route of the contract.
  public var isValidated: Bool {
    switch origin {
    case .contract(let workload): workload.isValidated
    case .file, .stream, .held, .scenario: false
    case .mix(let mix): mix.isValidated
    }
  }

  /// Request variants with random values: the same seed gives the same bytes on every machine. Users make theirs as they go: there are none.
  public func requests(seed: UInt64, count: Int) -> [WorkloadRequest] {
    switch origin {
    case .contract(let workload): workload.requests(seed: seed, count: count)
    case .file(let workload): workload.requests(seed: seed, count: count)
    case .mix(let mix): mix.requests(seed: seed, count: count)
    case .stream(let stream): stream.requests(seed: seed, count: count)
    case .held(let held): held.requests.requests(seed: seed, count: count)
    case .scenario: []
    }
  }
}
