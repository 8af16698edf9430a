import HTTP
import LoadEngine
package import Platform
package import Record

extension HTTPLoad {
  /// Runs the load; `observer` is told of every second. Throws a `LoadError`; what the server does is counted instead.
  package func run(stop: StopFlag, observer: @escaping @Sendable (LoadSecond) -> Void) async throws
    -> LoadFigures
  {
    let address = try await target.reachable(stop)
    var shape = LoadShape(
      target: address, tls: tlsSettings, connections: min(connections, requestLimit ?? .max),
      pacing: pacing, requestLimit: requestLimit, cpus: cpus, duration: duration,
      requestTimeout: .seconds(timeoutSeconds))
    let collector = SecondCollector(workers: shape.workerCount, tell: observer)
    shape.observer = { collector.take($0) }
    switch driver {
    case .engine(let engine):
      let spec = spec(engine, shape)
      let result = try await run(spec, request(closes: !engine.keepsConnections), stop)
      var figures = figures(of: result)
      figures.kernelStampedReads = spec.stampsReceives ? result.stampedReads : nil
      figures.pipelineDepth = spec.pipelineDepth > 1 ? spec.pipelineDepth : nil
      figures.address = address.description
      return figures
    case .http2(let streams):
      var spec = HTTP2Spec(shape, authority: urlAuthority, requests: [request()], streams: streams)
      spec.acceptedStatuses = acceptedStatuses
      var figures = figures(of: try await HTTP2Driver.running(spec, stop: stop))
      figures.address = address.description
      return figures
    }
  }

  private func run(_ spec: LoadSpec, _ request: HTTPRequest, _ stop: StopFlag) async throws -> LoadResult {
    let prepared = PreparedRequest(request, acceptedStatuses: acceptedStatuses)
    switch traffic {
    case .requests: break
    case .eventStreams(let comesBack):
      var (spec, settings) = (spec, EventStreamSettings())
      settings.comesBack = comesBack
      spec.maximumBodyBytes = .max
      return try await LoadEngine.running(spec, streaming: prepared, settings, stop: stop)
    case .messages(let message):
      var spec = spec
      spec.webSocket = WebSocketSettings(
        target: target.path, host: target.authority, fields: headers + authorization)
      return try await LoadEngine.running(
        spec, sending: message.map { [PreparedMessage($0.payload, isText: $0.isText)] } ?? [],
        areEchoed: message?.isEchoed ?? false, stop: stop)
    }
    guard followsRedirects else {
      return try await LoadEngine.running(spec, sending: [prepared], stop: stop)
    }
    return try await LoadEngine.running(
      spec, following: request, accepting: acceptedStatuses, scheme: target.isSecure ? "https" : "http",
      authority: target.authority, stop: stop)
  }

  /// The window: without an end where only the request limit ends it, unless nothing is due any more before.
  private var duration: Duration {
    let last: Double? =
      switch rate {
      case .constant(let rate): rate
      case .ramp(_, let to): to
      case .steps(let rates): rates.last
      case nil: nil
      }
    return isOpenEnded && requestLimit != nil && last != 0 ? LoadShape.endless : .seconds(seconds)
  }

  private func spec(_ engine: Engine, _ shape: LoadShape) -> LoadSpec {
    var spec = LoadSpec(shape)
    spec.keepsConnections = engine.keepsConnections
    spec.pipelineDepth = engine.pipelineDepth
    spec.tick = .seconds(engine.tickSeconds)
    spec.poller = engine.poller
    if let batch = engine.batch {
      spec.batching = batch > 1 ? Batching(answers: batch, wait: .seconds(engine.batchSeconds)) : nil
    } else {
      spec.batching = .automatic(for: shape)
    }
    spec.stampsReceives = engine.stampsReceives ?? (rate != nil || spec.batching != nil)
    spec.slowestRequests = SlowRequests.limit
    return spec
  }

  private func figures(of result: LoadResult) -> LoadFigures {
    var figures = LoadFigures(
      result, isOpenLoop: rate != nil, canaries: .init(checked: 0, wrong: 0, firstDifference: nil))
    figures.statuses = result.statusCounts
    figures.connections = .init(result)
    figures.requestsAsked = requestLimit
    figures.followsRedirects = followsRedirects
    figures.tls = result.tls.map {
      .init(
        version: $0.version, cipher: $0.cipher, isVerified: tls.verifies, handshakes: $0.handshakes,
        resumed: $0.resumed)
    }
    return figures
  }

  private var tlsSettings: TLSSettings? {
    guard target.isSecure else { return nil }
    var settings = TLSSettings(serverName: tls.serverName ?? target.host)
    settings.verifies = tls.verifies
    settings.authoritiesFile = tls.authoritiesFile
    settings.version = tls.version
    settings.resumes = tls.resumes
    return settings
  }

  /// The name that libcurl tells and checks, and the port.
  private var urlAuthority: String {
    guard target.isSecure, let name = tls.serverName else { return target.authority }
    return target.port.map { "\(name):\($0)" } ?? name
  }

  /// The field that names the URL's user, unless the headers have one.
  private var authorization: [String] {
    guard let text = target.authorization, !HTTPRequest.names("authorization", headers) else { return [] }
    return ["Authorization: \(text)"]
  }

  /// `closes`: whether the server is asked to close the connection after it.
  private func request(closes: Bool = false) -> HTTPRequest {
    var headers = headers
    if case .eventStreams = traffic, !HTTPRequest.names("accept", headers) {
      headers.append("Accept: text/event-stream")
    }
    let close = closes && !HTTPRequest.names("connection", headers) ? ["Connection: close"] : []
    return HTTPRequest(
      method: method, target: target.path, host: target.authority, fields: headers + authorization + close,
      body: framedBody)
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
