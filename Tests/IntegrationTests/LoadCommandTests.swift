import Foundation
import Glibc
import Platform
import Record
import Statistics
import TestSupport
import Testing

@Suite(.serialized) struct LoadCommandTests {
  /// The fields of each line of a table.
  private static func rows(of csv: URL) throws -> [[Substring]] {
    try String(contentsOf: csv, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  /// The numbers of a column together; names are none.
  private static func sum(of column: Int, in rows: [[Substring]]) -> Int {
    rows.reduce(0) { $0 + (Int($1[column]) ?? 0) }
  }

  @Test func `a limited load sends just so many requests and reports them`() async throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let outcome = try await Program.run(
      "load", "-n", "300", "-c", "3", "-d", "20", "--json", "http://127.0.0.1:\(app.port)/health")
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let figures = try JSONDecoder().decode(LoadFigures.self, from: Data(outcome.output.utf8))
    #expect(
      figures.sent == 300 && figures.answered == 300 && figures.errors == [:] && figures.openLoop == nil)
    #expect(figures.latency.count == 300)
  }

  @Test(arguments: ["epoll", "uring"])
  func `an open loop keeps its rate, and its files hold the seconds and the percentiles`(poller: String)
    async throws
  {
    let app = try FixtureServer("faulty/app.py", "right")
    let folder = Program.temporaryFolder()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (csv, hgrm) = (folder.appending(path: "s.csv"), folder.appending(path: "l.hgrm"))
    let outcome = try await Program.run(
      "load", "--rate", "200", "--duration", "2", "--poller", poller, "--csv", csv.path, "--hgrm", hgrm.path,
      "http://localhost:\(app.port)/health")
    // On a busy machine the last ones may not find a free connection before the window ends, which is said.
    #expect(outcome.output.contains("400 requests were due"), "\(outcome.output)")
    #expect((outcome.status == .status(0)) == outcome.output.contains(" 0 of them never sent"))
    #expect(outcome.output.contains("errors: none") && outcome.output.contains("from when it was due"))
    let rows = try Self.rows(of: csv)
    // What was answered after the window is a line of its own.
    #expect((3...4).contains(rows.count) && rows[0][0] == "end_s")
    let (sent, answered) = (Self.sum(of: 1, in: rows), Self.sum(of: 2, in: rows))
    #expect(sent == answered)
    #expect((300...400).contains(sent))
    let distribution = try String(contentsOf: hgrm, encoding: .utf8)
    #expect(distribution.contains("Total count    =          \(sent)"))
  }

  @Test func `bodies, methods and headers arrive as asked`() async throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let body = #"{"id":1,"name":"ü","active":true,"count":2,"tags":[]}"#
    let arguments = [
      "-n", "5", "--header", "Content-Type: application/json", "-H", "X-Test: 1", "--body", body,
    ]
    let url = "http://127.0.0.1:\(app.port)/validated/json/small"
    #expect(try await Program.run(["load"] + arguments + [url]).status == .status(0))
    let refused = try await Program.run("load", "-n", "5", "--body", "{}", "--json", url)
    #expect(refused.status == .status(1))
    #expect(
      try JSONDecoder().decode(LoadFigures.self, from: Data(refused.output.utf8)).errors == ["status4xx": 5])
    let single = try await Program.run(
      "load", "-n", "20", "--no-keep-alive", "http://127.0.0.1:\(app.port)/health")
    #expect(single.status == .status(0), "\(single.output)")
    let head = try await Program.run(
      "load", "-n", "50", "--method", "HEAD", "http://127.0.0.1:\(app.port)/health")
    #expect(head.status == .status(0), "\(head.output)")
  }

  @Test func `a server that is not there is connect errors, and Ctrl-C keeps what was counted`() async throws
  {
    let outcome = try await Program.run("load", "-d", "0.2", "-c", "2", "http://127.0.0.1:1/")
    #expect(outcome.status == .status(1) && outcome.output.contains("connect"), "\(outcome.output)")
    let app = try FixtureServer("faulty/app.py", "right")
    let child = try ChildProcess(
      path: Program.path, arguments: ["load", "-d", "60", "http://127.0.0.1:\(app.port)/health"],
      directory: Project.folder.path)
    close(child.standardInput)
    for _ in 0..<6000 where child.standardErrorTail.isEmpty { usleep(10_000) }
    kill(child.pid, SIGINT)
    #expect(await child.waitForExit() == .status(130))
    let output = FileHandle(fileDescriptor: child.standardOutput, closeOnDealloc: true).readDataToEndOfFile()
    #expect(String(decoding: output, as: UTF8.self).contains("answers in"))
  }

  private func figures(_ words: String...) async throws -> (LoadFigures, ChildProcess.Exit?) {
    let outcome = try await Program.run(["load", "--json", "--quiet"] + words)
    return (try JSONDecoder().decode(LoadFigures.self, from: Data(outcome.output.utf8)), outcome.status)
  }

  @Test func `counts per status are told, and statuses and redirects are what the flags say`() async throws {
    let server = try FixtureServer("habits/server.py", "redirects")
    let url = "http://127.0.0.1:\(server.port)/here"
    let (plain, status) = try await figures("-n", "20", url)
    #expect(plain.statuses == [200: 10, 302: 10] && plain.followsRedirects == false && status == .status(0))
    let (strict, refused) = try await figures("-n", "20", "--expect-status", "200", url)
    #expect(strict.errors == ["unexpectedStatus": 10] && strict.answered == 10 && refused == .status(1))
    let (followed, fine) = try await figures("-n", "20", "--expect-status", "200", "--follow", url)
    #expect(followed.answered == 20 && followed.statuses == [200: 20, 302: 10] && fine == .status(0))
    #expect(followed.followsRedirects == true && followed.sent == 20)
  }

  @Test func `so many requests are so many, however long they take, unless a duration cuts them`()
    async throws
  {
    let server = try FixtureServer("habits/server.py", "takes-time")
    let url = "http://127.0.0.1:\(server.port)/"
    // Half a second each, two at a time: longer than the usual ten seconds.
    async let all = figures("-n", "44", "-c", "2", url)
    async let some = Program.run("load", "-n", "44", "-c", "2", "-d", "1", "--quiet", url)
    async let few = figures("-n", "3", "-c", "20", url)
    let (whole, status) = try await all
    #expect(whole.sent == 44 && whole.answered == 44 && status == .status(0))
    #expect(whole.windowNanoseconds > 10_000_000_000)
    let cut = try await some
    #expect(cut.status == .status(1) && cut.output.contains("of 44 requests were sent before the end"))
    let (three, fine) = try await few
    #expect(three.connections == .init(asked: 3, open: 3, failedAttempts: 0) && fine == .status(0))
  }

  @Test func `connections that were asked for and never were are told, and no success`() async throws {
    let (refused, status) = try await figures("--rate", "50", "-d", "0.5", "-c", "4", "http://127.0.0.1:1/")
    #expect(refused.errors["connect"] ?? 0 > 0 && refused.connections?.open == 0 && status == .status(1))
    let (one, failed) = try await figures("-n", "1", "-c", "32", "http://127.0.0.1:1/")
    #expect(one.sent == 1 && one.errors == ["connect": 1] && failed == .status(1))
    let server = try FixtureServer("habits/server.py", "accepts-none")
    let outcome = try await Program.run(
      "load", "--rate", "20", "-d", "0.5", "-c", "20", "--timeout", "1", "http://127.0.0.1:\(server.port)/")
    #expect(outcome.status == .status(1), "\(outcome.output)")
    #expect(outcome.output.contains(" 0 of 20 were open, "), "\(outcome.output)")
  }

  @Test func `the seconds of a load are all of it, with the answers that came after the window`() async throws
  {
    let server = try FixtureServer("habits/server.py", "takes-time")
    let file = Program.temporaryFolder().appendingPathExtension("csv")
    defer { try? FileManager.default.removeItem(at: file) }
    let (load, _) = try await figures(
      "-d", "1.2", "-c", "3", "--csv", file.path, "http://127.0.0.1:\(server.port)/")
    #expect(load.answered > load.answeredInWindow)
    let rows = try Self.rows(of: file)
    #expect(Self.sum(of: 1, in: rows) == load.sent && Self.sum(of: 2, in: rows) == load.answered)
  }

  @Test(arguments: [
    (["load"], "takes URL"), (["load", "http:/nonsense"], "is no URL"),
    (["load", "ftp://127.0.0.1/"], "not ftp"),
    (["load", "http://127.0.0.1:99999/"], "port"),
    (["load", "http://no.such.host.invalid/"], "cannot find the address of `no.such.host.invalid`"),
    (["load", "-c", "0", "http://127.0.0.1/"], "--connections wants a whole number"),
    (["load", "--rate", "5", "--ramp", "1-2", "http://127.0.0.1/"], "only one of"),
    (["load", "--ramp", "5", "http://127.0.0.1/"], "--ramp wants two rates"),
    (["load", "--header", "no colon", "http://127.0.0.1/"], "--header wants"),
    (["load", "--poller", "kqueue", "http://127.0.0.1/"], "--poller wants one of auto, uring, epoll"),
    (["load", "--batch", "8", "--poller", "epoll", "http://127.0.0.1/"], "--batch needs io_uring"),
    (["load", "--pipeline", "4", "--rate", "9", "http://127.0.0.1/"], "--pipeline goes with a closed loop"),
    (
      ["load", "--http2", "4", "--pipeline", "2", "http://127.0.0.1/"], "--pipeline does not go with --http2"
    ),
    (
      ["load", "--http2", "4", "--rate", "9", "--tick", "100", "http://127.0.0.1/"],
      "--tick does not go with --http2"
    ),
    (["load", "--tick", "100", "http://127.0.0.1/"], "--tick goes with --rate"),
    (["load", "--insecure", "http://127.0.0.1/"], "--insecure goes with an https:// or wss:// URL"),
    (["load", "--tls", "1.1", "https://127.0.0.1/"], "--tls wants one of 1.2, 1.3"),
    (["load", "--cacert", "/no/such", "https://127.0.0.1/"], "--cacert: `/no/such` cannot be read"),
    (["load", "--expect-status", "2xx", "http://127.0.0.1/"], "--expect-status wants a status or a range"),
    (["load", "--follow", "--pipeline", "2", "http://127.0.0.1/"], "--follow does not go with --pipeline"),
    (["load", "--follow", "--http2", "2", "http://127.0.0.1/"], "--follow does not go with --http2"),
    (["load", "--arrivals", "bursty", "http://127.0.0.1/"], "--arrivals wants one of"),
    (["load", "--body-file", "/no/such/file", "http://127.0.0.1/"], "cannot be read"),
    (["load", "-x", "http://127.0.0.1/"], "unknown flag `-x`"),
    (
      ["load", "--ramp", "1-1e12", "http://127.0.0.1/"],
      "--ramp wants two rates, each 0 or from 0.001 to 10000000"
    ),
    (
      ["load", "--generator-cpus", "999", "http://127.0.0.1/"],
      "--generator-cpus: this process may use processors"
    ),
    (
      ["load", "-H", "Content-Length: 3", "--body", "hello", "http://127.0.0.1/"],
      "--header: Content-Length says `3`"
    ),
  ])
  func `a wrong command line ends with status 2 and one clear sentence`(words: [String], text: String)
    async throws
  {
    let outcome = try await Program.run(words)
    #expect(outcome.status == .status(2) && outcome.errors.contains(text), "\(outcome.errors)")
  }
}
