package import LoadEngine

/// A load on one URL: what `harness load` runs.
package struct HTTPLoad: Sendable {
  /// The rates of an open loop.
  package enum Rate: Equatable, Sendable {
    /// So many requests per second.
    case constant(Double)
    /// From one rate to another, evenly over the duration.
    case ramp(from: Double, to: Double)
    /// One rate after the other, each for an equal part of the duration.
    case steps([Double])
  }

  /// How an https URL is spoken to.
  package struct TLS: Sendable {
    /// Whether the server's certificate is checked.
    package var verifies = true
    /// PEM certificates to trust instead of the system's.
    package var authoritiesFile: String?
    /// The name that SNI tells and the certificate must be for; nil: the URL's host.
    package var serverName: String?
    /// The only version to speak; nil: the newest that the server has.
    package var version: TLSVersion?
    /// Whether new connections continue earlier sessions.
    package var resumes = true

    /// The usual care.
    package init() {}
  }

  /// How our own engine speaks HTTP/1.1.
  package struct Engine: Sendable {
    /// Whether a connection carries more than one request.
    package var keepsConnections = true
    /// How many requests a connection sends at once; more than one only in a closed loop with kept connections.
    package var pipelineDepth = 1
    /// How often an open loop looks for requests that are due, in seconds; 0: at each one's time.
    package var tickSeconds = 0.0
    /// Whether an answer's time is when the kernel received it, otherwise when it was read; nil: in an open loop and with batches,
    /// whose latencies it would change.
    package var stampsReceives: Bool?
    /// How the kernel is asked for events.
    package var poller = Poller.usual
    /// How many answers a worker may let come together; 1: it looks at them as they come; nil: what does no harm.
    package var batch: Int?
    /// For how long they may, in seconds.
    package var batchSeconds = 0.0

    /// The usual settings.
    package init() {}
  }

  /// Who speaks, and what only that one can do.
  package enum Driver: Sendable {
    /// Our own engine, HTTP/1.1.
    case engine(Engine)
    /// libcurl, HTTP/2, with so many requests under way on each connection.
    case http2(streams: Int)
  }

  /// What connections carry; over HTTP/2 only requests.
  package enum Traffic: Sendable {
    /// Requests and their answers.
    case requests
    /// Requests, each answered by a stream of events; `comesBack`: as a browser does, which asks for what follows when it has ended.
    case eventStreams(comesBack: Bool)
    /// WebSocket messages, each answered by one; without a message, what the server pushes.
    case messages(Message?)
  }

  /// A WebSocket message.
  package struct Message: Equatable, Sendable {
    /// What it says.
    package let payload: [UInt8]
    /// Whether it is text, otherwise binary.
    package let isText: Bool
    /// Whether its answer must be the message itself.
    package let isEchoed: Bool

    /// A message.
    package init(_ payload: [UInt8], isText: Bool, isEchoed: Bool) {
      self.payload = payload
      self.isText = isText
      self.isEchoed = isEchoed
    }
  }

  /// Where to.
  package let target: LoadTarget
  /// The request's method.
  package var method = "GET"
  /// Header fields, each `name: value`; they replace those that we would send.
  package var headers: [String] = []
  /// The request's body; nil: none.
  package var body: [UInt8]?
  /// What connections carry.
  package var traffic = Traffic.requests
  /// Connections kept open at the most.
  package var connections: Int
  /// Who speaks.
  package var driver = Driver.engine(Engine())
  /// The window in seconds.
  package var seconds: Double
  /// Ends the window after so many requests; then there are no more connections than those.
  package var requestLimit: Int?
  /// Whether nothing but the request limit ends the window, so that `seconds` is but the length of what the rate says.
  package var isOpenEnded = false
  /// The statuses that are an answer; any other is an error.
  package var acceptedStatuses = 200...399
  /// Whether redirects are followed as far as they lead to the same server; our own engine's alone, without pipelining.
  package var followsRedirects = false
  /// The rate of an open loop; nil: a closed loop.
  package var rate: Rate?
  /// Whether an open loop's requests come as a Poisson process, and from which seed.
  package var poissonSeed: UInt64?
  /// How long a request may take, in seconds.
  package var timeoutSeconds: Double
  /// How an https URL is spoken to.
  package var tls = TLS()
  /// Processors of the generator, a worker on each; empty: one worker, not pinned.
  package var cpus: [Int] = []

  /// A load on a target, in a closed loop by our own engine.
  package init(_ target: LoadTarget, connections: Int, seconds: Double, timeoutSeconds: Double) {
    self.target = target
    self.connections = connections
    self.seconds = seconds
    self.timeoutSeconds = timeoutSeconds
  }

  /// How many requests or messages a connection sends at once.
  package var messagesAtOnce: Int {
    if case .engine(let engine) = driver { engine.pipelineDepth } else { 1 }
  }

  /// The versions of TLS there are.
  package typealias TLSVersion = TLSSettings.Version
  /// The ways to ask the kernel for events.
  package typealias Poller = PollerChoice
}

extension HTTPLoad.Poller {
  /// What the kernel allows.
  package static var usual: Self { .auto }
  /// Its name; nil for what the kernel allows.
  package var name: String? { self == .usual ? nil : rawValue }
  /// Whether answers can be let come together.
  package var canBatch: Bool { self != .epoll }
}
