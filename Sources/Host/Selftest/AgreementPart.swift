import Foundation
import LoadEngine
import Orchestration
import Platform
import Record
import SeededRandom
import Statistics

extension Selftest.Part {
  /// Our closed loop finds the capacity that wrk finds.
  static let agreement = Self(
    name: "agreement",
    summary: """
      A closed loop of 16 connections at one server that works 20 µs for each request, by wrk and twice by \
      harness in interleaved blocks. The ratio of the throughputs must be within 3 %, or within the 95th \
      percentile of the difference between both of ours where that is more.
      """
  ) { bench in
    let name = "throughput, harness / wrk"
    guard let wrk = Wrk() else {
      return [.notRun(name, "wrk is not installed; `apt-get install wrk` installs it")]
    }
    var random = SeededGenerator(seed: bench.seed, stream: "agreement")
    let behaviour = ServerBehaviour(serviceNanoseconds: [20_000], isBusy: true)
    let (blocks, seconds) = (bench.isQuick ? 6 : 11, 1.0)
    let (measured, _) = try await bench.serving(behaviour) { place in
      let ours = {
        try await bench.watchedLoad(place, connections: 16, seconds: seconds).map(\.requestsPerSecond)
      }
      let theirs = {
        try await bench.watched {
          (
            try await wrk.requestsPerSecond(
              port: place.port, connections: 16, cpu: bench.cpus.generator.first),
            nil
          )
        }
      }
      return try await bench.quiet(blocks, needed: blocks, seconds: 3 * seconds) {
        Watched(try await Interleaving.block(of: [ours, ours, theirs], using: &random))
      }
    }
    return [check(name, measured)]
  }

  /// Our throughput against wrk's, block by block, within what ours differs from itself: a block has ours, ours again and wrk's.
  static func check(_ name: String, _ windows: QuietWindows<[Double]>) -> SelftestReport.Check {
    let (ours, again, theirs) = (
      windows.values.map { $0[0] }, windows.values.map { $0[1] }, windows.values.map { $0[2] }
    )
    guard let pairs = PairedBlocks(ours, over: theirs), let noise = PairedBlocks(ours, over: again) else {
      let rates = { (values: [Double]) in values.map { "\(Int($0))" }.joined(separator: " ") }
      return SelftestReport.Check(
        name, .ratio, seen: .infinity, expected: 1...1,
        detail: "a window without an answer; harness \(rates(ours)), again \(rates(again)), "
          + "wrk \(rates(theirs))", in: windows)
    }
    let own = noise.logRatios.map(abs).quantile(0.95) ?? 0
    let margin = max(Family.usualDelta, exp(own) - 1)
    let interval = pairs.interval(level: 0.95).map {
      ", 95 % interval \(rounded($0.lower)) to \(rounded($0.upper))"
    }
    return SelftestReport.Check(
      name, .ratio, seen: pairs.ratio, expected: 1 / (1 + margin)...1 + margin,
      detail: "\(ours.count) blocks\(interval ?? "")", in: windows)
  }

  static func rounded(_ ratio: Double) -> String { String(format: "%.3f", ratio) }
}

extension LoadResult {
  /// Answers per second of the window.
  var requestsPerSecond: Double { Double(answeredInWindow) / (Double(windowNanoseconds) / 1e9) }
}

/// wrk(1), where it is installed.
struct Wrk: Sendable {
  /// wrk could not be run, or said nothing of its throughput.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let program: String

  /// nil when there is none in `PATH`.
  init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let places = folders.map { "\($0)/wrk" }
    guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      return nil
    }
    program = place
  }

  /// The throughput of one thread for a second, on `cpu` (nil: anywhere); throws a `Failure`.
  func requestsPerSecond(port: UInt16, connections: Int, cpu: Int?) async throws -> Double {
    let command = [program, "-t1", "-c\(connections)", "-d1s", "http://127.0.0.1:\(port)/"]
    let words = (cpu.map { ["/usr/bin/taskset", "-c", "\($0)"] } ?? []) + command
    let child = try ChildProcess(path: words[0], arguments: Array(words.dropFirst()))
    close(child.standardInput)
    let output = FileHandle(fileDescriptor: child.standardOutput, closeOnDealloc: true)
    let exit = await child.waitForExit()
    try Task.checkCancellation()
    // Less than a pipe holds, so that it can be read when all is over.
    let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
    guard exit == .status(0), let rate = Self.requestsPerSecond(in: text) else {
      throw Failure(
        description: "`\(words.joined(separator: " "))` \(exit): "
          + (child.standardErrorTail + [text]).joined(separator: "\n"))
    }
    return rate
  }

  /// The number behind `Requests/sec:` in what wrk prints; nil when there is none above 0.
  static func requestsPerSecond(in text: String) -> Double? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("Requests/sec:") }
    guard let rate = line?.split(separator: " ").last.flatMap({ Double($0) }), rate > 0 else { return nil }
    return rate
  }
}
