import Foundation
import Orchestration
import Record
import Reporting

/// What was asked of `load`, understood and checked; no file has been read yet.
struct LoadRequest: Sendable {
  let isQuiet: Bool
  private var load: HTTPLoad
  private let bodyFile: URL?
  private let histogramFile: URL?
  private let logFile: URL?
  private let secondsFile: URL?

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments) throws {
    isQuiet = arguments[CompareFlags.quiet]
    bodyFile = try arguments[LoadFlags.bodyFile]
    histogramFile = try arguments[LoadFlags.histogram]
    logFile = try arguments[LoadFlags.log]
    secondsFile = try arguments[LoadFlags.csv]
    load = HTTPLoad(try Self.target(arguments))
    load.connections = try arguments[LoadFlags.connections]
    load.keepsConnections = !arguments[LoadFlags.noKeepAlive]
    load.seconds = try arguments[LoadFlags.duration]
    load.requestLimit = try arguments[LoadFlags.requests]
    load.timeoutSeconds = try arguments[LoadFlags.timeout]
    load.stampsReceives = try arguments[LoadFlags.stamps].map { $0 == .kernel }
    load.tls = try Self.tls(arguments, of: load.target)
    load.poller = try arguments[CompareFlags.poller]
    load.cpus = try arguments[LoadFlags.cpus]
    try readPacing(arguments)
    try readMessage(arguments)
    try readBatches(arguments)
    load.http2Streams = try arguments[LoadFlags.http2]
    let ours: [any CommandFlag] = [
      LoadFlags.noKeepAlive, LoadFlags.pipeline, CompareFlags.poller, LoadFlags.batch, LoadFlags.stamps,
    ]
    if load.http2Streams != nil, let other = ours.first(where: arguments.isGiven) {
      throw UsageError("--\(other.name) does not go with --http2, which libcurl speaks")
    }
  }

  private mutating func readPacing(_ arguments: Arguments) throws {
    let rates: [any CommandFlag] = [LoadFlags.rate, LoadFlags.ramp, LoadFlags.steps]
    guard rates.count(where: arguments.isGiven) < 2 else {
      throw UsageError("give only one of --rate, --ramp and --steps")
    }
    load.rate =
      try arguments[LoadFlags.rate].map { .constant($0) } ?? arguments[LoadFlags.ramp]
      ?? arguments[LoadFlags.steps]
    guard load.rate != nil || !arguments.isGiven(LoadFlags.tick) else {
      throw UsageError("--tick goes with --rate, --ramp or --steps")
    }
    load.tickSeconds = try arguments[LoadFlags.tick]
    load.poissonSeed =
      try arguments[LoadFlags.arrivals] == .poisson ? arguments[LoadFlags.seed] : nil
    load.pipelineDepth = try arguments[LoadFlags.pipeline]
    if load.pipelineDepth > 1, load.rate != nil || !load.keepsConnections {
      throw UsageError(
        "--pipeline goes with a closed loop whose connections are kept: without --rate and --no-keep-alive")
    }
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

  private mutating func readBatches(_ arguments: Arguments) throws {
    load.batch = try arguments[LoadFlags.batch]
    load.batchSeconds = try arguments[LoadFlags.batchWait]
    if load.batch ?? 1 == 1, arguments.isGiven(LoadFlags.batchWait) {
      throw UsageError("--batch-wait goes with --batch N")
    }
    if load.batch ?? 1 > 1, load.poller == "epoll" {
      throw UsageError("--batch needs io_uring, not --poller epoll")
    }
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
    if let given = flags.first(where: arguments.isGiven), !target.isSecure {
      throw UsageError("--\(given.name) goes with an https URL")
    }
    var tls = HTTPLoad.TLS()
    tls.verifies = !arguments[LoadFlags.insecure]
    tls.authoritiesFile = try arguments[LoadFlags.authorities]?.relativePath
    tls.serverName = try arguments[LoadFlags.serverName]
    tls.version = try arguments[LoadFlags.tlsVersion]
    tls.resumes = !arguments[LoadFlags.noResumption]
    return tls
  }

  /// The load with its files; throws a `UsageError` for one that cannot be read.
  func complete() throws -> HTTPLoad {
    if let file = load.tls.authoritiesFile, !FileManager.default.isReadableFile(atPath: file) {
      throw UsageError("--cacert: `\(file)` cannot be read")
    }
    guard let bodyFile else { return load }
    guard let data = FileManager.default.contents(atPath: bodyFile.path) else {
      throw UsageError("--body-file: `\(bodyFile.relativePath)` cannot be read")
    }
    var load = load
    load.body = Array(data)
    return load
  }

  /// Writes the files that were asked for.
  func export(_ figures: LoadFigures, _ seconds: [LoadSecond]) throws {
    if let histogramFile {
      try Data(PercentileDistribution.text(figures.latency).utf8).write(to: histogramFile)
    }
    if let logFile {
      let start = Date(timeIntervalSinceNow: -(seconds.last?.end ?? 0))
      try Data(HistogramLog.text(seconds, start: start).utf8).write(to: logFile)
    }
    if let secondsFile { try Data(LoadReport.csv(seconds).utf8).write(to: secondsFile) }
  }
}
