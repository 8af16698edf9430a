import Foundation
import Orchestration
import Platform
import Record
import Reporting

/// What was asked of `load`, understood and checked; no file has been read yet.
struct LoadRequest: Sendable {
  let isQuiet: Bool
  private var load: HTTPLoad
  private let traffic: TrafficRequest
  private let bodyFile: InputFile?
  private let histogramFile: OutputFile?
  private let logFile: OutputFile?
  private let secondsFile: OutputFile?

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments) throws {
    isQuiet = arguments[CompareFlags.quiet]
    bodyFile = try InputFile(LoadFlags.bodyFile, of: arguments)
    histogramFile = try OutputFile(LoadFlags.histogram, of: arguments)
    logFile = try OutputFile(LoadFlags.log, of: arguments)
    secondsFile = try OutputFile(LoadFlags.csv, of: arguments)
    let target = try Self.target(arguments)
    traffic = try TrafficRequest(arguments, of: target)
    load = HTTPLoad(
      target, connections: try arguments[LoadFlags.connections],
      seconds: try arguments[LoadFlags.duration], timeoutSeconds: try arguments[LoadFlags.timeout])
    load.requestLimit = try arguments[LoadFlags.requests]
    load.isOpenEnded = load.requestLimit != nil && !arguments.isGiven(LoadFlags.duration)
    load.acceptedStatuses = try arguments[LoadFlags.expectStatus]
    load.followsRedirects = arguments[LoadFlags.follow]
    load.tls = try Self.tls(arguments, of: load.target)
    load.cpus = try Self.cpus(arguments)
    try readPacing(arguments)
    try readMessage(arguments)
    load.driver = try Self.driver(arguments, of: load)
  }

  /// Our own engine with its flags, or libcurl, which has none of them.
  private static func driver(_ arguments: Arguments, of load: HTTPLoad) throws -> HTTPLoad.Driver {
    let engine = try engine(arguments, of: load)
    guard let streams = try arguments[LoadFlags.http2] else { return .engine(engine) }
    let ours: [any CommandFlag] = [
      LoadFlags.noKeepAlive, LoadFlags.pipeline, LoadFlags.tick, CompareFlags.poller, LoadFlags.batch,
      LoadFlags.batchWait, LoadFlags.stamps, LoadFlags.follow,
    ]
    if let other = ours.first(where: arguments.isTyped) {
      throw UsageError("--\(other.name) does not go with --http2, which libcurl speaks")
    }
    return .http2(streams: streams)
  }

  private static func engine(_ arguments: Arguments, of load: HTTPLoad) throws -> HTTPLoad.Engine {
    var engine = HTTPLoad.Engine()
    engine.keepsConnections = try keepsConnections(arguments, load.connectionOptions)
    engine.pipelineDepth = try arguments[LoadFlags.pipeline]
    if engine.pipelineDepth > 1, load.rate != nil || !engine.keepsConnections {
      throw UsageError(
        "--pipeline goes with a closed loop whose connections are kept: without --rate and --no-keep-alive")
    }
    if engine.pipelineDepth > 1, arguments[LoadFlags.follow] {
      throw UsageError("--follow does not go with --pipeline: a redirect is followed before the next request")
    }
    engine.tickSeconds = try arguments[LoadFlags.tick]
    engine.stampsReceives = try arguments[LoadFlags.stamps].map { $0 == .kernel }
    engine.poller = try arguments[CompareFlags.poller]
    engine.batch = try arguments[LoadFlags.batch]
    engine.batchSeconds = try arguments[LoadFlags.batchWait]
    if engine.batch ?? 1 == 1, arguments.isGiven(LoadFlags.batchWait) {
      throw UsageError("--batch-wait goes with --batch N")
    }
    if engine.batch ?? 1 > 1, !engine.poller.canBatch {
      throw UsageError("--batch needs io_uring, not --poller epoll")
    }
    return engine
  }

  /// What the flag says, and the options of a Connection field.
  private static func keepsConnections(_ arguments: Arguments, _ options: [String]) throws -> Bool {
    guard arguments[LoadFlags.noKeepAlive] else { return !options.contains("close") }
    if options.contains("keep-alive") {
      throw UsageError("--no-keep-alive closes connections, and --header keeps them; leave one of them out")
    }
    return false
  }

  private mutating func readPacing(_ arguments: Arguments) throws {
    guard LoadFlags.rates.count(where: arguments.isGiven) < 2 else {
      throw UsageError("give only one of --rate, --ramp and --steps")
    }
    load.rate =
      try arguments[LoadFlags.rate].map { .constant($0) } ?? arguments[LoadFlags.ramp]
      ?? arguments[LoadFlags.steps]
    let ofOpenLoops: [any CommandFlag] = [LoadFlags.tick, LoadFlags.arrivals, LoadFlags.seed]
    if load.rate == nil, let flag = ofOpenLoops.first(where: arguments.isTyped) {
      throw UsageError("--\(flag.name) goes with --rate, --ramp or --steps")
    }
    load.poissonSeed =
      try arguments[LoadFlags.arrivals] == .poisson ? arguments[LoadFlags.seed] : nil
  }

  private mutating func readMessage(_ arguments: Arguments) throws {
    if let text = try arguments[LoadFlags.body] {
      guard bodyFile == nil else { throw UsageError("give --body or --body-file, not both") }
      load.body = Array(text.utf8)
    }
    let hasBody = load.body != nil || bodyFile != nil
    load.method = try arguments[LoadFlags.method] ?? (hasBody ? "POST" : "GET")
    load.headers = try arguments[LoadFlags.header]
  }

  /// The generator's processors; throws a `UsageError` for one that it may not use.
  static func cpus(_ arguments: Arguments) throws -> [Int] {
    let cpus = try arguments[LoadFlags.cpus]
    let allowed = try CPUTopology.current().allowed
    if let other = cpus.first(where: { !allowed.contains($0) }) {
      let list = allowed.map(String.init).joined(separator: ",")
      throw UsageError("--\(LoadFlags.cpus.name): this process may use processors \(list), not \(other)")
    }
    return cpus
  }

  private static func target(_ arguments: Arguments) throws -> LoadTarget {
    let socket = try arguments[LoadFlags.socket]
    do { return try LoadTarget(url: arguments.operands[0], socket: socket) } catch {
      throw UsageError("\(error)")
    }
  }

  private static func tls(_ arguments: Arguments, of target: LoadTarget) throws -> HTTPLoad.TLS {
    let flags: [any CommandFlag] = [
      LoadFlags.insecure, LoadFlags.authorities, LoadFlags.serverName, LoadFlags.tlsVersion,
      LoadFlags.noResumption,
    ]
    if let given = flags.first(where: arguments.isTyped), !target.isSecure {
      throw UsageError("--\(given.name) goes with an https:// or wss:// URL")
    }
    var tls = HTTPLoad.TLS()
    tls.verifies = !arguments[LoadFlags.insecure]
    tls.authoritiesFile = try arguments[LoadFlags.authorities]?.relativePath
    tls.serverName = try arguments[LoadFlags.serverName]
    tls.version = try arguments[LoadFlags.tlsVersion]
    tls.resumes = !arguments[LoadFlags.noResumption]
    return tls
  }

  /// The load with its files; throws a `UsageError` for one that cannot be read, or that could not be written at the end.
  func complete() throws -> HTTPLoad {
    for file in [histogramFile, logFile, secondsFile] { try file?.check() }
    if let file = load.tls.authoritiesFile, !FileManager.default.isReadableFile(atPath: file) {
      throw UsageError("--cacert: `\(file)` cannot be read")
    }
    var load = load
    load.traffic = try traffic.complete(connections: load.connections, atOnce: load.messagesAtOnce)
    if let bodyFile { load.body = try bodyFile.bytes() }
    if let contradiction = load.contradiction {
      throw UsageError("--\(LoadFlags.header.name): \(contradiction)")
    }
    return load
  }

  /// Writes the files that were asked for; returns what is wrong with those that cannot be written.
  func export(_ figures: LoadFigures, _ seconds: [LoadSecond]) -> [String] {
    let start = Date(timeIntervalSinceNow: -(seconds.last?.end ?? 0))
    return [
      histogramFile?.write(Data(PercentileDistribution.text(figures.latency).utf8)),
      logFile?.write(Data(HistogramLog.text(seconds, start: start).utf8)),
      secondsFile?.write(Data(LoadReport.csv(seconds).utf8)),
    ].compactMap(\.self)
  }
}
