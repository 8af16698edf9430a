import Foundation
import Orchestration
import Platform
import Record
import Reporting

/// The flags of `load`, and what they mean.
enum LoadFlags {
  static let connections = Flag("connections", "N", "connections kept open", standard: "32", letter: "c")
  static let duration = Flag("duration", "S", "seconds of the window", standard: "10", letter: "d")
  static let requests = Flag("requests", "N", "end after so many requests", letter: "n")
  static let rate = Flag("rate", "R", "open loop: requests per second")
  static let ramp = Flag("ramp", "FROM-TO", "open loop: from one rate to another, evenly over the duration")
  static let steps = Flag("steps", "R,R,…", "open loop: these rates, each for an equal part of the duration")
  static let tick = Flag(
    "tick", "US",
    "open loop: send due requests only every so many microseconds, which saves CPU and makes them late",
    standard: "0: each at its time")
  static let arrivals = Flag(
    "arrivals", "KIND", "how an open loop's requests are spread", standard: "constant",
    values: .oneOf(["constant", "poisson"]))
  static let seed = Flag("seed", "N", "seed of Poisson arrivals", standard: "1")
  static let method = Flag("method", "NAME", "the request's method", standard: "GET, with a body POST")
  static let header = Flag(
    "header", "FIELD", "a header field, `name: value`; may be repeated", letter: "H", repeats: true)
  static let body = Flag("body", "TEXT", "the request's body")
  static let bodyFile = Flag("body-file", "FILE", "the request's body from a file", values: .files)
  static let noKeepAlive = Flag(switch: "no-keep-alive", "a connection of its own for every request")
  static let pipeline = Flag(
    "pipeline", "N", "send N requests at once on a connection, then wait for all answers; closed loop only",
    standard: "1")
  static let http2 = Flag(
    "http2", "STREAMS",
    "speak HTTP/2 with this many requests at once on a connection; by libcurl, which takes far more CPU")
  static let timeout = Flag("timeout", "S", "seconds a request may take", standard: "10")
  static let socket = Flag(
    "unix-socket", "PATH", "connect to this socket instead of the URL's host", values: .files)
  static let stamps = Flag(
    "receive-stamps", "WHOSE", "whose time an answer has: when the kernel received it, or when it was read",
    standard: "kernel in an open loop and with batches", values: .oneOf(["kernel", "program"]))
  static let insecure = Flag(switch: "insecure", "do not check the certificate of an https server")
  static let authorities = Flag(
    "cacert", "FILE", "trust these PEM certificates instead of the system's", values: .files)
  static let serverName = Flag("server-name", "NAME", "what SNI tells and the certificate must be for")
  static let tlsVersion = Flag(
    "tls", "VERSION", "speak only this version of TLS", values: .oneOf(HTTPLoad.tlsVersions))
  static let noResumption = Flag(switch: "no-resumption", "a full TLS handshake for every connection")
  static let batch = Flag(
    "batch", "N|off",
    "let up to N answers come together, which saves CPU and delays a closed loop; io_uring only",
    standard: "16 in a closed loop of 32 connections and more, where answers come that fast")
  static let batchWait = Flag("batch-wait", "US", "microseconds they may take at the most", standard: "100")
  static let cpus = Flag(
    "generator-cpus", "LIST", "processors of the generator, a pinned thread on each, e.g. 0,2-3")
  static let histogram = Flag(
    "hgrm", "FILE", "write the latencies' percentile distribution for HdrHistogram's plotters", values: .files
  )
  static let log = Flag(
    "hlog", "FILE", "write a histogram per second for HdrHistogram's log analysers", values: .files)
  static let csv = Flag("csv", "FILE", "write a line per second", values: .files)

  static let all = [
    connections, duration, requests, rate, ramp, steps, tick, arrivals, seed, method, header, body, bodyFile,
    noKeepAlive, pipeline, http2,
    timeout, socket, stamps, insecure, authorities, serverName, tlsVersion, noResumption,
    CompareFlags.poller, batch, batchWait, cpus, histogram, log, csv, CompareFlags.quiet, .json,
  ]

  /// The load that the flags ask for; throws a `UsageError` that names what is wrong.
  static func load(_ arguments: Arguments) throws -> HTTPLoad {
    var load = HTTPLoad(try target(arguments))
    load.connections = try arguments.integer(connections, in: 1...20_000) ?? load.connections
    load.seconds = try arguments.number(duration, in: 0.05...86_400) ?? load.seconds
    load.requestLimit = try arguments.integer(requests, in: 1...1_000_000_000)
    load.timeoutSeconds = try arguments.number(timeout, in: 0.001...3600) ?? load.timeoutSeconds
    load.rate = try rate(arguments)
    load.poissonSeed = try poissonSeed(arguments)
    load.driver = try driver(arguments, isOpenLoop: load.rate != nil)
    load.body = try body(arguments)
    load.method = arguments.text(method) ?? (load.body == nil ? "GET" : "POST")
    guard load.method.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      throw UsageError("--method wants a name like GET, not `\(load.method)`")
    }
    load.headers = try arguments.texts(header).map(field)
    load.tls = try tls(arguments, of: load.target)
    if let list = arguments.text(cpus) {
      guard let numbers = CPUTopology.cpus(inList: list), !numbers.isEmpty else {
        throw UsageError("--generator-cpus wants numbers and ranges like 0,2-3, not `\(list)`")
      }
      load.cpus = numbers
    }
    return load
  }

  /// Our own engine with its flags, or libcurl, which has none of them.
  private static func driver(_ arguments: Arguments, isOpenLoop: Bool) throws -> HTTPLoad.Driver {
    let engine = try engine(arguments, isOpenLoop: isOpenLoop)
    guard let streams = try arguments.integer(http2, in: 1...1000) else { return .engine(engine) }
    let ofEngine = [noKeepAlive, pipeline, tick, CompareFlags.poller, batch, batchWait, stamps]
    if let other = ofEngine.first(where: arguments.isGiven) {
      throw UsageError("--\(other.name) does not go with --http2, which libcurl speaks")
    }
    return .http2(streams: streams)
  }

  private static func engine(_ arguments: Arguments, isOpenLoop: Bool) throws -> HTTPLoad.Engine {
    var engine = HTTPLoad.Engine()
    engine.keepsConnections = !arguments.has(noKeepAlive)
    engine.pipelineDepth = try arguments.integer(pipeline, in: 1...1024) ?? 1
    if engine.pipelineDepth > 1, isOpenLoop || !engine.keepsConnections {
      throw UsageError(
        "--pipeline goes with a closed loop whose connections are kept: without --rate and --no-keep-alive")
    }
    if let tick = try arguments.number(tick, in: 0...1_000_000) {
      guard isOpenLoop else { throw UsageError("--tick goes with --rate, --ramp or --steps") }
      engine.tickSeconds = tick / 1e6
    }
    engine.stampsReceives = try arguments.choice(stamps).map { $0 == "kernel" }
    engine.poller = try arguments.value(CompareFlags.poller) ?? engine.poller
    engine.batch = arguments.text(batch) == "off" ? 1 : try arguments.integer(batch, in: 2...4096)
    if let wait = try arguments.number(batchWait, in: 1...100_000) { engine.batchSeconds = wait / 1e6 }
    if engine.batch ?? 1 == 1, arguments.isGiven(batchWait) {
      throw UsageError("--batch-wait goes with --batch N")
    }
    if engine.batch ?? 1 > 1, arguments.text(CompareFlags.poller) == "epoll" {
      throw UsageError("--batch needs io_uring, not --poller epoll")
    }
    return engine
  }

  private static func target(_ arguments: Arguments) throws -> LoadTarget {
    do { return try LoadTarget(url: arguments.operands[0], socket: arguments.text(socket)) } catch {
      throw UsageError("\(error)")
    }
  }

  private static func tls(_ arguments: Arguments, of target: LoadTarget) throws -> HTTPLoad.TLS {
    let given = [insecure, authorities, serverName, tlsVersion, noResumption].first(where: arguments.isGiven)
    if let given, !target.isSecure { throw UsageError("--\(given.name) goes with an https URL") }
    var tls = HTTPLoad.TLS()
    tls.verifies = !arguments.has(insecure)
    tls.authoritiesFile = arguments.text(authorities)
    if let file = tls.authoritiesFile, !FileManager.default.isReadableFile(atPath: file) {
      throw UsageError("--cacert: `\(file)` cannot be read")
    }
    tls.serverName = arguments.text(serverName)
    tls.version = try arguments.value(tlsVersion)
    tls.resumes = !arguments.has(noResumption)
    return tls
  }

  private static func rate(_ arguments: Arguments) throws -> HTTPLoad.Rate? {
    let given = [rate, ramp, steps].filter { arguments.text($0) != nil }
    guard given.count < 2 else { throw UsageError("give only one of --rate, --ramp and --steps") }
    if let rate = try arguments.number(rate, in: 0.001...10_000_000) { return .constant(rate) }
    if let text = arguments.text(ramp) {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
      guard ends.count == 2, let from = ends[0], let to = ends[1], from >= 0, to >= 0, from + to > 0 else {
        throw UsageError("--ramp wants two rates, e.g. --ramp 100-5000, not `\(text)`")
      }
      return .ramp(from: from, to: to)
    }
    guard let text = arguments.text(steps) else { return nil }
    let rates = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? -1 }
    guard rates.allSatisfy({ $0 >= 0 }), rates.contains(where: { $0 > 0 }) else {
      throw UsageError("--steps wants rates, e.g. --steps 100,200,400, not `\(text)`")
    }
    return .steps(rates)
  }

  private static func poissonSeed(_ arguments: Arguments) throws -> UInt64? {
    let kind = try arguments.choice(arrivals) ?? "constant"
    let seed = try arguments.integer(seed, in: 0...UInt64(Int64.max))
    return kind == "poisson" ? seed ?? 1 : nil
  }

  private static func body(_ arguments: Arguments) throws -> [UInt8]? {
    if let text = arguments.text(body) {
      guard arguments.text(bodyFile) == nil else { throw UsageError("give --body or --body-file, not both") }
      return Array(text.utf8)
    }
    guard let file = arguments.text(bodyFile) else { return nil }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw UsageError("--body-file: `\(file)` cannot be read")
    }
    return Array(data)
  }

  private static func field(_ text: String) throws -> String {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex,
      !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
    else { throw UsageError("--header wants `name: value` on one line, not `\(text)`") }
    return text
  }

  /// Writes the files that were asked for.
  static func export(_ figures: LoadFigures, _ seconds: [LoadSecond], _ arguments: Arguments) throws {
    if let file = arguments.text(histogram) {
      try Data(PercentileDistribution.text(figures.latency).utf8).write(to: URL(filePath: file))
    }
    if let file = arguments.text(log) {
      let start = Date(timeIntervalSinceNow: -(seconds.last?.end ?? 0))
      try Data(HistogramLog.text(seconds, start: start).utf8).write(to: URL(filePath: file))
    }
    if let file = arguments.text(csv) {
      try Data(LoadReport.csv(seconds).utf8).write(to: URL(filePath: file))
    }
  }
}
