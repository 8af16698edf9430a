import Foundation
import Orchestration
import Platform
import Record

/// The flags of `load`.
enum LoadFlags {
  /// Whose time an answer has.
  enum ReceiveStamps: String, CaseIterable { case kernel, program }

  static let connections = Flag(
    "connections", "N", .wholeNumber(in: 1...20_000), "connections kept open", letter: "c", standard: 32)
  static let duration = Flag(
    "duration", "S",
    .seconds(in: 0.05...86_400).advising {
      "+-.0123456789".contains($0.prefix(1)) ? nil : "a body is --body TEXT or --body-file FILE"
    }, "seconds of the window", letter: "d", standard: 10)
  static let requests = Flag(
    "requests", "N", .wholeNumber(in: 1...1_000_000_000),
    "end after so many requests, and not before unless --duration is given", letter: "n")
  /// Requests per second of an open loop.
  static let someRate = 0.001...10_000_000.0
  static let rate = Flag("rate", "R", .number(in: someRate), "open loop: requests per second")
  static let ramp = Flag(
    "ramp", "FROM-TO", .ramp, "open loop: from one rate to another, evenly over the duration")
  static let steps = Flag(
    "steps", "R,R,…", .steps, "open loop: these rates, each for an equal part of the duration")
  /// Those that make an open loop.
  static let rates: [any CommandFlag] = [rate, ramp, steps]
  static let tick = Flag(
    "tick", "US", .microseconds(in: 0...1_000_000),
    "open loop: send due requests only every so many microseconds, which saves CPU and makes them late",
    standard: 0, note: "each at its time")
  static let arrivals = Flag(
    "arrivals", "KIND", Notation<Procedure.Arrivals>.choice, "how an open loop's requests are spread",
    standard: .constant)
  static let seed = Flag(
    "seed", "N", .wholeNumber(in: 0...UInt64(Int64.max)), "seed of Poisson arrivals", standard: 1)
  static let method = Flag(
    "method", "NAME", .method, "the request's method", otherwise: "GET, with a body POST")
  static let header = Flag(
    repeated: "header", "FIELD", .headerField, "a header field, `name: value`; may be repeated", letter: "H")
  static let expectStatus = Flag(
    "expect-status", "CODE", .statuses,
    "the status, or range of them, that is an answer; any other is an error",
    standard: 200...399)
  static let follow = Flag(
    switch: "follow",
    "follow redirects to the same server: a request ends with the first answer that is none; others are errors"
  )
  static let body = Flag("body", "TEXT", .anyText, "the request's body")
  static let bodyFile = Flag(
    "body-file", "FILE", .file, "the request's body from a file or a pipe; - is standard input")
  static let noKeepAlive = Flag(switch: "no-keep-alive", "a connection of its own for every request")
  static let pipeline = Flag(
    "pipeline", "N", .wholeNumber(in: 1...1024),
    "send N requests at once on a connection, then wait for all answers; closed loop only", standard: 1)
  static let http2 = Flag(
    "http2", "STREAMS", .wholeNumber(in: 1...1000),
    "speak HTTP/2 with this many requests at once on a connection; by libcurl, which takes far more CPU")
  static let timeout = Flag(
    "timeout", "S", .seconds(in: 0.001...3600), "seconds a request may take", standard: 10)
  static let socket = Flag(
    "unix-socket", "PATH", .text(offers: .files), "connect to this socket instead of the URL's host")
  static let stamps = Flag(
    "receive-stamps", "WHOSE", Notation<ReceiveStamps>.choice,
    "whose time an answer has: when the kernel received it, or when it was read",
    otherwise: "kernel in an open loop and with batches")
  static let insecure = Flag(switch: "insecure", "do not check the certificate of an https server")
  static let authorities = Flag(
    "cacert", "FILE", .file, "trust these PEM certificates instead of the system's")
  static let serverName = Flag(
    "server-name", "NAME", .text, "what SNI tells and the certificate must be for")
  static let tlsVersion = Flag(
    "tls", "VERSION", Notation<HTTPLoad.TLSVersion>.choice, "speak only this version of TLS")
  static let noResumption = Flag(switch: "no-resumption", "a full TLS handshake for every connection")
  static let batch = Flag(
    "batch", "N|off", .batch,
    "let up to N answers come together, which saves CPU and delays a closed loop; io_uring only",
    otherwise: "16 in a closed loop of 32 connections and more, where answers come that fast")
  static let batchWait = Flag(
    "batch-wait", "US", .microseconds(in: 1...100_000), "microseconds they may take at the most",
    standard: 100e-6)
  static let cpus = Flag(
    "generator-cpus", "LIST", .cpus, "processors of the generator, a pinned thread on each, e.g. 0,2-3",
    otherwise: "one thread, not pinned", make: { [] })
  static let histogram = Flag(
    "hgrm", "FILE", .file, "write the latencies' percentile distribution for HdrHistogram's plotters")
  static let log = Flag(
    "hlog", "FILE", .file, "write a histogram per second for HdrHistogram's log analysers")
  static let csv = Flag("csv", "FILE", .file, "write a line per second")

  static let all: [any CommandFlag] =
    [
      connections, duration, requests, rate, ramp, steps, tick, arrivals, seed, method, header, body,
      bodyFile,
      noKeepAlive, pipeline, http2, timeout, socket, stamps, insecure, authorities, serverName, tlsVersion,
      noResumption, expectStatus, follow, CompareFlags.poller, batch, batchWait, cpus, histogram, log, csv,
      CompareFlags.quiet,
      Flag.json,
    ] + StreamFlags.all
}

extension Notation where Value == HTTPLoad.Rate {
  /// Two rates with a dash between them.
  fileprivate static var ramp: Notation {
    Notation(
      wants: "two rates, \(each), e.g. 100-5000",
      write: { $0.rates.map(Decimal.text).joined(separator: "-") },
      read: { text in
        rates(text, separator: "-").flatMap { $0.count == 2 ? .ramp(from: $0[0], to: $0[1]) : nil }
      })
  }

  /// Rates with commas between them.
  fileprivate static var steps: Notation {
    Notation(
      wants: "at most \(mostSteps) rates, \(each), e.g. 100,200,400",
      write: { $0.rates.map(Decimal.text).joined(separator: ",") },
      read: { text in
        rates(text, separator: ",").flatMap { $0.count <= mostSteps ? .steps($0) : nil }
      })
  }

  private static var mostSteps: Int { 1000 }

  private static var each: String {
    "each 0 or from \(Decimal.text(LoadFlags.someRate.lowerBound)) to \(Decimal.text(LoadFlags.someRate.upperBound))"
  }

  /// Rates between separators, not all of them 0; nil for anything else.
  private static func rates(_ text: String, separator: Character) -> [Double]? {
    let rates = text.split(separator: separator, omittingEmptySubsequences: false).compactMap { Double($0) }
    let isInBounds = rates.allSatisfy { $0 == 0 || LoadFlags.someRate.contains($0) }
    let isWhole = rates.count == text.count { $0 == separator } + 1
    return isWhole && isInBounds && rates.contains { $0 > 0 } ? rates : nil
  }
}

extension HTTPLoad.Rate {
  /// The rates as they are typed.
  fileprivate var rates: [Double] {
    switch self {
    case .constant(let rate): [rate]
    case .ramp(let from, let to): [from, to]
    case .steps(let rates): rates
    }
  }
}

extension Notation where Value == ClosedRange<Int> {
  /// A status, or two with a dash between them.
  fileprivate static var statuses: Notation {
    let range = 100...999
    return Notation(
      wants: "a status or a range of them, e.g. 200 or 200-299",
      write: { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" },
      read: { text in
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard (1...2).contains(ends.count), let first = ends.first, let last = ends.last, first <= last,
          ends.allSatisfy(range.contains)
        else { return nil }
        return first...last
      })
  }
}

extension Notation where Value == String {
  fileprivate static var method: Notation {
    Notation(
      wants: "a name like GET", write: { $0 },
      read: { HTTPLoad.isMethod($0) && $0 != "CONNECT" ? $0 : nil }
    ).advising { $0 == "CONNECT" ? "servers are loaded, not proxies" : nil }
  }

  fileprivate static var headerField: Notation {
    Notation(
      wants: "`name: value` without blanks in the name and control characters", write: { $0 },
      read: { HTTPLoad.isField($0) ? $0 : nil })
  }
}

extension Notation where Value == Int {
  /// So many answers; 1 is typed as `off`.
  fileprivate static var batch: Notation {
    let range = 2...4096
    return Notation(
      wants: "a whole number from \(range.lowerBound) to \(range.upperBound), or off",
      write: { $0 == 1 ? "off" : "\($0)" },
      read: { $0 == "off" ? 1 : Int($0).flatMap { range.contains($0) ? $0 : nil } })
  }
}

extension Notation where Value == [Int] {
  /// Processors as Linux lists them.
  fileprivate static var cpus: Notation {
    Notation(
      wants: "numbers and ranges like 0,2-3", write: { $0.map(String.init).joined(separator: ",") },
      read: { CPUTopology.cpus(inList: $0).flatMap { $0.isEmpty ? nil : $0 } })
  }
}
