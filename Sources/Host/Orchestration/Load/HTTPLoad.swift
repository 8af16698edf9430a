import AdapterProtocol
import Foundation
import LoadEngine
package import Platform
package import Record

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
    /// `1.2` or `1.3`; nil: the newest that the server has.
    package var version: String?
    /// Whether new connections continue earlier sessions.
    package var resumes = true

    /// The usual care.
    package init() {}
  }

  /// Where to.
  package let target: LoadTarget
  /// The request's method.
  package var method = "GET"
  /// Header fields besides Host and Content-Length, each `name: value`.
  package var headers: [String] = []
  /// The request's body; nil: none.
  package var body: [UInt8]?
  /// Connections kept open.
  package var connections = 32
  /// Whether a connection carries more than one request.
  package var keepsConnections = true
  /// How many requests a connection sends at once; more than one only in a closed loop with kept connections.
  package var pipelineDepth = 1
  /// Speaks HTTP/2, with libcurl, and has so many requests under way on each connection; nil: HTTP/1.1.
  package var http2Streams: Int?
  /// The window in seconds.
  package var seconds = 10.0
  /// Ends the window early after so many requests.
  package var requestLimit: Int?
  /// The rate of an open loop; nil: a closed loop.
  package var rate: Rate?
  /// How often an open loop looks for requests that are due, in seconds; 0: at each one's time.
  package var tickSeconds = 0.0
  /// Whether an open loop's requests come as a Poisson process, and from which seed.
  package var poissonSeed: UInt64?
  /// How long a request may take, in seconds.
  package var timeoutSeconds = 10.0
  /// Whether an answer's time is when the kernel received it, otherwise when it was read; nil: in an open loop and with batches, whose
  /// latencies it would change.
  package var stampsReceives: Bool?
  /// How an https URL is spoken to.
  package var tls = TLS()
  /// `auto`, `uring` or `epoll`.
  package var poller = "auto"
  /// How many answers a worker may let come together; 1: it looks at them as they come; nil: what does no harm.
  package var batch: Int?
  /// For how long they may, in seconds.
  package var batchSeconds = 100e-6
  /// Processors of the generator, a worker on each; empty: one worker, not pinned.
  package var cpus: [Int] = []

  /// A load on a target, with the usual settings.
  package init(_ target: LoadTarget) { self.target = target }

  /// The versions of TLS there are.
  package static var tlsVersions: [String] { TLSSettings.Version.allCases.map(\.rawValue) }
  /// The names of the pollers there are.
  package static var pollers: [String] { PollerChoice.allCases.map(\.rawValue) }

  /// Runs the load; `observer` is told of every second. Throws a `LoadError`; what the server does is counted instead.
  package func run(stop: StopFlag, observer: @escaping @Sendable (LoadSecond) -> Void) async throws
    -> LoadFigures
  {
    let collector = SecondCollector(workers: min(max(1, cpus.count), connections), tell: observer)
    var spec = LoadSpec(
      target: target.address,
      requests: [PreparedRequest(bytes: requestBytes, acceptedStatuses: 200...399, isHead: method == "HEAD")],
      connections: connections, pacing: pacing, requestLimit: requestLimit,
      poller: PollerChoice(rawValue: poller) ?? .auto, cpus: cpus, duration: .seconds(seconds),
      requestTimeout: .seconds(timeoutSeconds))
    spec.keepsConnections = keepsConnections
    spec.pipelineDepth = pipelineDepth
    spec.tick = .seconds(tickSeconds)
    spec.http2 = http2Streams.map {
      HTTP2Settings(authority: urlAuthority, requests: [http2Request], streams: $0)
    }
    spec.stampsReceives = stampsReceives ?? (rate != nil || batching != nil)
    spec.slowestRequests = SlowRequests.limit
    spec.tls = tlsSettings
    spec.batching = batching
    spec.observer = { collector.take($0) }
    let result = try await LoadEngine.running(spec, stop: stop)
    var figures = LoadFigures(
      result, isOpenLoop: rate != nil, canaries: .init(checked: 0, wrong: 0, firstDifference: nil))
    figures.kernelStampedReads = spec.stampsReceives ? result.stampedReads : nil
    figures.pipelineDepth = pipelineDepth > 1 ? pipelineDepth : nil
    figures.tls = result.tls.map {
      .init(
        version: $0.version, cipher: $0.cipher, isVerified: tls.verifies, handshakes: $0.handshakes,
        resumed: $0.resumed)
    }
    return figures
  }

  private var batching: Batching? {
    guard let batch else {
      return .automatic(connectionsPerWorker: connections / max(1, cpus.count), isOpenLoop: rate != nil)
    }
    return batch > 1 ? Batching(answers: batch, wait: .seconds(batchSeconds)) : nil
  }

  private var tlsSettings: TLSSettings? {
    guard target.isSecure else { return nil }
    var settings = TLSSettings(serverName: tls.serverName ?? target.host)
    settings.verifies = tls.verifies
    settings.authoritiesFile = tls.authoritiesFile
    settings.version = tls.version.flatMap { .init(rawValue: $0) }
    settings.resumes = tls.resumes
    return settings
  }

  /// The name that libcurl tells and checks, and the port.
  private var urlAuthority: String {
    guard target.isSecure, let name = tls.serverName else { return target.authority }
    return target.port.map { "\(name):\($0)" } ?? name
  }

  private var http2Request: HTTP2Settings.Request {
    let host = headers.contains { $0.lowercased().hasPrefix("host:") } ? [] : ["Host: \(target.authority)"]
    return .init(method: method, target: target.path, headers: host + headers, body: body)
  }

  private var requestBytes: [UInt8] {
    var lines = ["\(method) \(target.path) HTTP/1.1"]
    if !headers.contains(where: { $0.lowercased().hasPrefix("host:") }) {
      lines.append("Host: \(target.authority)")
    }
    lines += headers
    if !keepsConnections { lines.append("Connection: close") }
    if let body { lines.append("Content-Length: \(body.count)") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
  }

  private var pacing: Pacing {
    let profile: RateProfile
    switch rate {
    case nil: return .closed
    case .constant(let rate): profile = .constant(rate)
    case .ramp(let from, let to): profile = RateProfile([.init(seconds: seconds, from: from, to: to)])
    case .steps(let rates):
      profile = RateProfile(rates.map { .init(seconds: seconds / Double(rates.count), from: $0, to: $0) })
    }
    return .open(Arrivals(profile, poissonSeed.map { .poisson(seed: $0) } ?? .even))
  }
}
