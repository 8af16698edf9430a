import Analysis
import Foundation
import Glibc
import Platform
import Record
import TestSupport
import Testing

private let faulty = ["HARNESS_ADAPTER_PATH": Project.folder.appending(path: "Tests/Fixtures/faulty").path]

/// Compares over apps that fail, each in its own way: the others keep their numbers, and every failure has its name.
@Suite(.serialized) struct FaultTests {
  @Test func `every fault is named in its own cell, and the sound app keeps its numbers`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let modes = [
      "right", "caches", "drops-a-field", "string-for-number", "does-not-start", "dies-in-warmup",
      "dies-in-measurement", "hangs", "answers-503",
    ]
    let outcome = try await Program.run(
      "compare", "--frameworks", modes.map { "faulty/\($0)" }.joined(separator: ","), "--workloads",
      "json-small",
      "--rounds", "1", "--pilot", "0", "--warmup", "1", "--duration", "3.2", "--no-latency", "--tolerate",
      Program.busyMachine, "--output",
      folder.path, environment: faulty)
    #expect(outcome.status == .status(1), "\(outcome.errors)")
    let run = try Program.onlyRun(in: folder)
    let comparison = try StoredForm.decode(
      Comparison.self, from: Data(contentsOf: run.appending(path: "comparison.json")))
    let cells = Dictionary(
      uniqueKeysWithValues: comparison.families[0].points[0].cells.map { ($0.participant.rawValue, $0) })
    let right = try #require(cells["faulty/right"])
    #expect(
      right.state == .measured && right.requests > 100 && right.errors.isEmpty && right.answersChecked > 0)
    for mode in ["caches", "drops-a-field", "string-for-number"] {
      let cell = try #require(cells["faulty/\(mode)"])
      guard cell.state == .refused, case .refused(let check, _) = cell.reason else {
        Issue.record("\(cell)")
        continue
      }
      #expect(check.check == "random-values" && check.expected != check.got)
      #expect(outcome.output.contains("faulty/\(mode) under json-small (refused): random-values"))
    }
    // One that hangs in the middle of a warm-up's load has used up the warm-up's time when that is given up.
    let failures: [(String, [Trial.Failure.Stage], String)] = [
      ("does-not-start", [.start], "the faulty adapter could not start does-not-start"),
      ("dies-in-warmup", [.warmup], "the app exited with status 3"),
      ("dies-in-measurement", [.measure], "the app exited with status 3"),
      ("hangs", [.warmup, .measure], "the app answered no request"),
      ("answers-503", [.warmup], "answered with a status of 5xx"),
    ]
    for (mode, stages, reason) in failures {
      let failure = try #require(cells["faulty/\(mode)"]?.failure, "\(mode)")
      #expect(stages.contains(failure.stage) && failure.reason.contains(reason), "\(failure)")
    }
    #expect(cells["faulty/does-not-start"]?.failure?.standardError == ["the database is not there"])
    #expect(cells["faulty/dies-in-warmup"]?.failure?.standardError.last == "out of luck")
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }

  @Test func `an app that is never healthy is given up after the time that was asked for`() async throws {
    let outcome = try await Program.run(
      "verify", "faulty/never-healthy", "--health-timeout", "500ms", environment: faulty)
    #expect(outcome.status == .status(1), "\(outcome.errors)")
    #expect(outcome.errors.contains("could not start never-healthy"), "\(outcome.errors)")
    #expect(outcome.errors.contains("no healthy answer within 0.5 s"), "\(outcome.errors)")
  }

  /// The only run of a profile of one of the faulty apps, whose windows are observations on a busy machine as well.
  private func profile(_ mode: String, _ words: [String] = [], into folder: URL) async throws -> (
    outcome: Program.Outcome, trials: [Trial]
  ) {
    let outcome = try await Program.run(
      [
        "profile", "--framework", "faulty/\(mode)", "--workloads", "json-small", "--rounds", "2", "--pilot",
        "0",
      ]
        + ["--warmup", "0.3", "--duration", "0.5", "--output", folder.path]
        + ["--tolerate", Program.busyMachine + ",errors"] + words, environment: faulty)
    return (outcome, try RunStore.read(Program.onlyRun(in: folder)).trials)
  }

  @Test(arguments: ["right", "closes"])
  func `an app whose threads live for one connection loses none of their processor time`(mode: String)
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (outcome, trials) = try await profile(mode, ["--connections", "4"], into: folder)
    #expect(outcome.status == .status(0) && trials.count == 2, "\(outcome.errors)")
    for trial in trials {
      let metrics = trial.metrics
      let total = try #require(metrics["cpu.total"])
      let ticks = try #require(metrics["cpu.user"]) + #require(metrics["cpu.system"])
      let answered = Double(try #require(trial.load).answered)
      // However few a busy machine lets it answer, Python takes longer than that for each.
      #expect(abs(total - ticks) <= 30_000_000 && total > 50_000 * answered, "\(total), \(ticks) in ticks")
      // Whoever serves a request waits for it.
      let waits = metrics["context_switches.voluntary"].map { $0 / answered }
      #expect(mode == "closes" || waits ?? 0 > 0.25, "\(waits ?? -1) per request")
      // Threads of connections that stay are looked at before these are closed; of the others nobody knows what else they counted.
      let reason = trial.unavailable.reasons["process.run_queue_delay"]
      #expect((metrics["process.run_queue_delay"] != nil) == (mode == "right"), "\(reason ?? "")")
      #expect((reason?.contains("threads end before they can be looked at") == true) == (mode == "closes"))
    }
  }

  @Test func `an app that goes into the background is measured, named, and gone before the next session`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (outcome, trials) = try await profile("daemonises", into: folder)
    #expect(outcome.status == .status(0) && trials.count == 2, "\(outcome.errors) \(outcome.output)")
    for trial in trials {
      #expect(trial.orphans == 1 && trial.failure == nil)
      #expect(trial.metrics["cpu.total"] ?? 0 > 50_000_000 && trial.metrics["memory.rss"] ?? 0 > 1_000_000)
      #expect(trial.metrics["memory.pss"] ?? 0 > 1_000_000)
    }
    let report = try String(
      contentsOf: Program.onlyRun(in: folder).appending(path: "BENCHMARK_RESULTS.md"), encoding: .utf8)
    #expect(report.contains("faulty/daemonises had 1 process in the background in 2 of 2 windows"))
  }

  @Test func `an app that goes into the background and does not answer fails by name`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (outcome, trials) = try await profile("detaches", into: folder)
    #expect(outcome.status == .status(1))
    let process = /ended with status 0; it goes on in the background as process (\d+): an app has to stay/
    let found = try #require(outcome.output.firstMatch(of: process), "\(outcome.output)")
    #expect(trials.allSatisfy { $0.failure?.reason.contains(found.output.0) == true })
    #expect(kill(try #require(Int32(found.output.1)), 0) != 0)
  }

  @Test func `helpers that nobody can be told of are other load, and are gone before the next session`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (outcome, trials) = try await profile("leaves-helpers", into: folder)
    #expect(outcome.status == .status(0) && trials.count == 2, "\(outcome.errors) \(outcome.output)")
    for trial in trials {
      #expect(trial.orphans == nil && trial.failure == nil && trial.system?.strays == 1)
      // On a busy machine the helper gets little of a processor.
      #expect(try #require(trial.system?.otherCPUNanoseconds) > 5_000_000)
    }
  }

  @Test(arguments: [("-Sn 64", true), ("-n 300", false)])
  func `an app gets room for as many open files as there are connections, or fails by name`(
    limit: String, isEnough: Bool
  ) async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = [
      "profile", "--framework", "faulty/right", "--workloads", "json-small", "--rounds", "1", "--pilot", "0",
      "--warmup", "0.3", "--duration", "0.5", "--connections", "100", "--tolerate", Program.busyMachine,
      "--output", folder.path,
    ]
    let child = try ChildProcess(
      path: "/bin/sh", arguments: ["-c", "ulimit \(limit) && exec \"$@\"", "sh", Program.path] + words,
      environment: faulty, directory: Project.folder.path)
    close(child.standardInput)
    let output = FileHandle(fileDescriptor: child.standardOutput, closeOnDealloc: true).readDataToEndOfFile()
    #expect(await child.waitForExit() == .status(isEnough ? 0 : 1), "\(child.standardErrorTail)")
    let record = try RunStore.read(Program.onlyRun(in: folder))
    #expect(record.run.environment.openFiles == (isEnough ? 64 : 300))
    #expect(record.trials.allSatisfy { ($0.failure == nil) == isEnough && $0.load?.errors ?? [:] == [:] })
    let said = String(decoding: output, as: UTF8.self)
    let reason = "room for 356 open files for 100 connections, and the hard limit is 300"
    #expect(said.contains(reason) == !isEnough, "\(said)")
  }

  @Test func `a full port range fails by name`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let taken = try Listener()
    let outcome = try await Program.run(
      "compare", "--frameworks", "faulty/right,faulty/caches", "--workloads", "json-small", "--rounds", "1",
      "--pilot", "0", "--ports", "\(taken.port)-\(taken.port)", "--output", folder.path, environment: faulty)
    #expect(outcome.status == .status(1))
    #expect(
      outcome.output.contains("no port from \(taken.port) to \(taken.port) is free"), "\(outcome.output)")
    #expect(outcome.output.contains("--ports"))
  }

  @Test func `an output folder that cannot be made is one sentence, before anything is started`() async throws
  {
    let outcome = try await Program.run(
      "compare", "--frameworks", "faulty/right,faulty/caches", "--output", "/proc/nowhere",
      environment: faulty)
    #expect(outcome.status == .status(1))
    #expect(outcome.errors.contains("cannot write results to /proc/nowhere"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--output") && !outcome.errors.contains("preparing"))
  }

  @Test func `a language that is missing is one sentence with what to install`() async throws {
    let outcome = try await Program.run(
      "compare", "--frameworks", "ruby,rust", environment: ["PATH": "/nowhere"])
    #expect(outcome.status == .status(1))
    #expect(outcome.errors.contains("the ruby adapter needs `ruby`"), "\(outcome.errors)")
    #expect(outcome.errors.contains("apt-get install ruby"))
  }

  @Test func `nothing outlives a harness that is killed`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let child = try ChildProcess(
      path: Program.path,
      arguments: [
        "compare", "--frameworks", "faulty/right,rust", "--workloads", "json-small", "--rounds", "50",
        "--pilot", "0", "--warmup", "0.3", "--duration", "0.2", "--latency-duration", "0.2", "--output",
        folder.path,
      ], environment: faulty, directory: Project.folder.path)
    close(child.standardInput)
    for _ in 0..<3000 where !child.standardErrorTail.contains(where: { $0.hasPrefix("block 3 of 50") }) {
      usleep(10_000)
    }
    // Two adapters, and apps once the block has started them.
    for _ in 0..<3000 where ProcessTree.descendants(of: child.pid).count < 3 { usleep(10_000) }
    let family = ProcessTree.descendants(of: child.pid)
    #expect(family.count >= 3)
    kill(child.pid, SIGKILL)
    #expect(await child.waitForExit() == .signal(SIGKILL))
    // Apps have their grace, and a busy machine is slow.
    for _ in 0..<3000 where family.contains(where: { kill($0, 0) == 0 }) { usleep(10_000) }
    #expect(family.filter { kill($0, 0) == 0 } == [])
    close(child.standardOutput)
    let verified = try await Program.run("results", "verify", Program.onlyRun(in: folder).path)
    #expect(verified.status == .status(1))
    #expect(verified.output.contains("the run has no manifest: it was not completed"), "\(verified.output)")
  }
}

extension Cell {
  /// The first failure of a cell that has no number; nil of any other.
  fileprivate var failure: Trial.Failure? {
    guard state == .failed, case .failed(let failure) = reason else { return nil }
    return failure
  }
}

/// A socket that listens on a free port of 127.0.0.1.
private final class Listener {
  private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  let port: Int

  init() throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isOpen = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isOpen)
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}
