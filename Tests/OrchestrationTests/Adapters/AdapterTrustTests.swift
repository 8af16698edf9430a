import Evidence
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Orchestration

/// Which adapters may run without a question, and what is kept of the answers.
@Suite struct AdapterTrustTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
  private var memory: URL { folder.appending(path: "state/trusted.json") }

  /// An adapter called `sh` in a folder of this name, which would run `command`.
  private func adapter(
    _ place: String, running command: String = "sh", pinning pins: [String: String] = [:]
  ) throws -> AdapterCatalogue.Entry {
    let folder = folder.appending(path: place)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pinned = try String(decoding: JSONEncoder().encode(pins), as: UTF8.self)
    try Data(
      """
      {"name": "sh", "language": "sh", "command": ["\(command)", "a.sh"], "packages": [], "sha256": \(pinned)}
      """.utf8
    ).write(to: folder.appending(path: "adapter.json"))
    return try AdapterCatalogue.Entry(in: folder)
  }

  /// Trust that counts its questions, each answered with `answer`.
  private func trust(_ answer: Bool) -> (AdapterTrust, () -> Int) {
    let asked = Mutex(0)
    let box = Box(asked)
    let trust = AdapterTrust(project: folder.appending(path: "project"), memory: memory) { _ in
      box.value.withLock { $0 += 1 }
      return answer
    }
    return (trust, { box.value.withLock { $0 } })
  }

  private final class Box: Sendable {
    let value: Mutex<Int>
    init(_ value: consuming Mutex<Int>) { self.value = value }
  }

  @Test func `an adapter of the project is not asked about, wherever links lead from`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (trust, questions) = trust(false)
    try await trust.check(adapter("project/adapters/sh"))
    #expect(questions() == 0)
    _ = try adapter("elsewhere")
    let link = folder.appending(path: "project/adapters/link")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: folder.appending(path: "elsewhere"))
    await #expect(throws: AdapterError.self) { try await trust.check(AdapterCatalogue.Entry(in: link)) }
    #expect(questions() == 1)
  }

  @Test func `one from outside is asked about once, and again when its manifest or its place is another`()
    async throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (trust, questions) = trust(true)
    let entry = try adapter("outside")
    #expect(!trust.trusts(entry))
    for _ in 0..<2 { try await trust.check(entry) }
    #expect(questions() == 1 && trust.trusts(entry))
    try await trust.check(adapter("another"))
    #expect(questions() == 2)
    try await trust.check(adapter("outside", running: "bash"))
    #expect(questions() == 3)
    // What was agreed to then no longer counts.
    #expect(!trust.trusts(entry))
  }

  @Test func `whoever says no is told what would have run, and nothing is kept`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (trust, _) = trust(false)
    let entry = try adapter("outside")
    await #expect {
      try await trust.check(entry)
    } throws: {
      "\($0)".contains("`sh a.sh`") && "\($0)".contains(entry.folder.path) && "\($0)".contains("--trust")
    }
    #expect(!FileManager.default.fileExists(atPath: memory.path))
  }

  @Test func `a memory that cannot be read trusts nobody`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (trust, questions) = trust(true)
    let entry = try adapter("outside")
    try await trust.check(entry)
    try Data("{".utf8).write(to: memory)
    #expect(!trust.trusts(entry))
    try await trust.check(entry)
    #expect(questions() == 2 && trust.trusts(entry))
  }

  @Test func `an adapter with a file that is not the pinned one does not start`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let right = SHA256.hex(of: Data("exit 3".utf8))
    let entry = try adapter("project/adapters/sh", pinning: ["a.sh": right, "lib/b": right])
    let catalogue = try AdapterCatalogue(
      in: [entry.folder], workloads: Project.workloads, trust: trust(false).0)
    func problem() async -> String {
      do {
        _ = try await catalogue.launch(entry) { _ in }
        return ""
      } catch { return "\(error)" }
    }
    #expect(await problem().contains("`a.sh`, which `sha256` pins, cannot be read"))
    let files = [("a.sh", "exit 3"), ("lib/b", "exit 4")]
    for (path, text) in files {
      let file = entry.folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    #expect(await problem().contains("`lib/b` is not the file that `sha256` pins"))
    try Data("exit 3".utf8).write(to: entry.folder.appending(path: "lib/b"))
    #expect(await problem().contains("exited with status 3"))
  }
}
