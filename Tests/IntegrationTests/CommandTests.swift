import Foundation
import Glibc
import Platform
import Record
import TestSupport
import Testing

@Suite(.serialized) struct CommandTests {
  @Test(arguments: [
    (["compare"], "compare needs --frameworks"),
    (["compare", "--frameworks", "python"], "at least two frameworks"),
    (["compare", "--frameworks", "python,python"], "names `python` twice"),
    (["compare", "--frameworks", "python,fastapi"], "names python/fastapi twice"),
    (["compare", "--frameworks", "pyhton,node"], "unknown framework `pyhton`; did you mean python"),
    (["compare", "--frameworks", "python,node", "--workloads", "json-smal"], "did you mean json-small"),
    (["compare", "--frameworks", "python,node", "--suite", "quik"], "did you mean quick"),
    (
      ["compare", "--frameworks", "python,node", "--rounds", "0"],
      "--rounds wants a whole number from 1 to 1000"
    ),
    (["compare", "--frameworks", "python,node", "--duration", "-1"], "--duration wants a number"),
    (
      ["compare", "--frameworks", "python,node", "--connections", "999999"],
      "--connections wants a whole number"
    ),
    (["compare", "--frameworks", "python,node", "--ports", "9-1"], "--ports wants two ports"),
    (["compare", "--frameworks", "python,node", "--reference", "rust"], "--reference rust is not one of"),
    (["compare", "--framewroks", "python,node"], "did you mean --frameworks"),
    (["compare", "--frameworks", "python,node", "--tolerate", "port"], "did you mean ports"),
    (["compare", "--frameworks", "python,node", "--rate", "50%,100"], "--rate wants requests per second"),
    (["compare", "--frameworks", "python,node", "--no-latency", "--rate", "9"], "--no-latency leaves out"),
    (
      ["compare", "--frameworks", "python,node", "--rounds", "9", "--max-rounds", "8"],
      "--max-rounds 8 is less than --rounds 9"
    ),
    (["profile"], "profile needs --framework"),
    (["report"], "takes RUN"), (["wat"], "unknown command `wat`"),
  ])
  func `a wrong command line ends with status 2 and one clear sentence`(words: [String], text: String)
    async throws
  {
    let child = try ChildProcess(
      path: Program.path, arguments: words, directory: Project.folder.path)
    close(child.standardInput)
    #expect(await child.waitForExit() == .status(2))
    for _ in 0..<12_000 where child.standardErrorTail.isEmpty { usleep(5_000) }
    #expect(child.standardErrorTail.joined(separator: "\n").contains(text), "\(child.standardErrorTail)")
    close(child.standardOutput)
  }

  @Test func `a compare of two real frameworks leaves a whole run behind and no process`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = folder.appending(path: "REPORT.md")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let outcome = try await Program.run(
      "compare", "--frameworks", "python,rust", "--workloads", "json-small,path-int-validated", "--rounds",
      "2", "--pilot", "0", "--duration", "0.2", "--warmup", "0.3", "--seed", "9", "--tolerate",
      Program.busyMachine,
      "--latency-duration", "0.5", "--rate",
      "700,900", "--output",
      folder.path, "--report", report.path)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    #expect(outcome.output.contains("needs ≥ 6 blocks"))
    let run = try Program.onlyRun(in: folder)
    let record = try RunStore.read(run)
    #expect(record.trials.count == 36 && record.outcome?.kind == .complete)
    #expect(record.end == BlocksEnd(blocks: 2, reason: .rounds))
    #expect(record.pilots.map(\.windows.count) == [2, 2] && record.sessions.count == 6)
    let windows = try #require(record.design).windows
    #expect(windows.map(\.seconds) == [0.2, 0.2, 0.5, 0.5, 0.5, 0.5] && windows[0].turns > 1)
    for line in [
      "pilot: rust/hyper", "plan: 2 blocks of 6 conditions, about ", "block 2 of 2",
      "ended after 2 blocks by ",
    ] {
      #expect(outcome.errors.contains(line), "\(outcome.errors)")
    }
    let capacity = try #require(record.plan.family(.capacity)).conditions.map(\.id)
    for trial in record.trials {
      let load = try #require(trial.load)
      let turns = windows.first { $0.condition.id == trial.condition }?.turns ?? 0
      #expect(load.slices.count == (turns > 1 ? turns : 0))
      #expect(load.sent == load.answered + load.errorCount + load.unfinished && load.canaries.checked > 0)
      let isClosed = capacity.contains(trial.condition)
      let names =
        ["errors", "canaries"] + (isClosed ? ["littles-law"] : []) + ["ports", "steal", "other-load"]
      #expect(trial.gates.map(\.gate).filter { $0 != "throttling" } == names)
      #expect(load.canaries.wrong == 0 && load.errorCount == 0 && trial.figures[.cpu] ?? 0 > 0)
      let isPython = trial.participant.rawValue.hasPrefix("python")
      #expect((trial.metrics["python.gc.collections"] != nil) == isPython)
    }
    for file in [
      "comparison.json", "comparison.csv", "BENCHMARK_RESULTS.md", "report.html",
      "rust-hyper/json-small.json",
      "python-fastapi-twin/path-int-validated-at-900-s.json",
    ] {
      #expect(FileManager.default.fileExists(atPath: run.appending(path: file).path), "\(file)")
    }
    #expect(try String(contentsOf: report, encoding: .utf8).contains("python/fastapi"))
    let again = try await Program.run("report", run.path)
    #expect(again.output == outcome.output)
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
  }

  @Test func `a compare without agents has none of their metrics and says so`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try await Program.run(
      "compare", "--frameworks", "python,rust", "--workloads", "json-small", "--rounds", "1", "--pilot", "0",
      "--duration", "0.2", "--warmup", "0.3", "--no-agents", "--no-twin", "--no-latency", "--tolerate",
      Program.busyMachine, "--output", folder.path)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let run = try Program.onlyRun(in: folder)
    let record = try RunStore.read(run)
    #expect(record.trials.count == 2 && !record.plan.load.agents)
    let core = ["cpu.total", "memory.rss", "process.run_queue_delay", "requests", "threads"]
    #expect(record.series.map { $0.values.keys.sorted() } == [core, core])
    for trial in record.trials {
      #expect(trial.metrics["cpu.total"] != nil)
      #expect(!trial.metrics.keys.contains { $0.hasPrefix("python.") })
    }
    let report = try String(contentsOf: run.appending(path: "BENCHMARK_RESULTS.md"), encoding: .utf8)
    #expect(report.contains("no runtime agents (`--no-agents`)"))
  }

  @Test func `an interrupted compare ends its apps at once and keeps what it has`() async throws {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let child = try ChildProcess(
      path: Program.path,
      arguments: [
        "compare", "--frameworks", "python,node", "--workloads", "json-small", "--rounds", "50", "--pilot",
        "0",
        "--duration", "0.2", "--latency-duration", "0.2", "--warmup", "0.3", "--output", folder.path,
      ], directory: Project.folder.path)
    close(child.standardInput)
    for _ in 0..<3000 where !child.standardErrorTail.contains(where: { $0.hasPrefix("block 3 of 50") }) {
      usleep(10_000)
    }
    let family = ProcessTree.descendants(of: child.pid)
    #expect(family.count >= 2)
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    kill(child.pid, SIGINT)
    #expect(await child.waitForExit() == .status(130))
    // It would go on for a minute; a busy machine may need a few of these seconds.
    #expect(clock.nanoseconds - begin < 20_000_000_000)
    #expect(
      family.allSatisfy { kill($0, 0) != 0 || ProcFile.text("/proc/\($0)/stat")?.contains(") Z") == true })
    let run = try Program.onlyRun(in: folder)
    let record = try RunStore.read(run)
    #expect(record.outcome?.kind == .interrupted && record.trials.contains { $0.load != nil })
    let verified = try await Program.run("results", "verify", run.path)
    #expect(verified.status == .status(0), "\(verified.output)")
    let matrix = FileHandle(fileDescriptor: child.standardOutput, closeOnDealloc: true).readDataToEndOfFile()
    #expect(String(decoding: matrix, as: UTF8.self).contains("python/fastapi"))
    let last = try #require(child.standardErrorTail.last)
    #expect(last.hasPrefix("harness: interrupted; ") && last.hasSuffix("harness report \(run.path)"))
  }

  @Test(arguments: [["adapters", "list"], ["workloads", "list"], ["doctor"], ["results", "list"]])
  func `a list has the same rows for people and, with --json, for programs`(words: [String]) async throws {
    let text = try await Program.run(words)
    let json = try await Program.run(words + ["--json"])
    #expect(text.status == json.status)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    let lines = text.output.split(separator: "\n")
    #expect(rows.count > 0 && lines.count == rows.count + 2, "\(text.output)")
    for (row, line) in zip(rows, lines.dropFirst(2)) {
      let names = ["name", "check", "folder"].compactMap { row[$0] as? String }
      #expect(names.contains { line.hasPrefix($0) }, "\(line)")
    }
  }

  @Test func `a language that is not on the machine is an error that says how to get it`() async throws {
    let outcome = try await Program.run("adapters", "list", environment: ["PATH": "/nowhere"])
    #expect(outcome.status == .status(1))
    #expect(
      outcome.output.contains("the ruby adapter needs `ruby`")
        && outcome.output.contains("apt-get install ruby"))
  }
}
