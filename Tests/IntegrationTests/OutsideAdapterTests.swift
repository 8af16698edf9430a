import Foundation
import Platform
import TestSupport
import Testing

/// Adapters from outside the project, through the program.
@Suite(.serialized) struct OutsideAdapterTests {
  private let folder = Program.temporaryFolder()

  /// What the program says with a home of its own, in which nobody is trusted yet.
  private func run(_ words: [String]) async throws -> Program.Outcome {
    try await Program.run(
      words, environment: ["HOME": folder.path, "XDG_STATE_HOME": "", "XDG_DATA_HOME": ""])
  }

  /// A copy of the adapter that keeps the protocol, as `name`.
  private func adapter(_ name: String, in place: String) throws -> URL {
    let source = Project.folder.appending(path: "Tests/Fixtures/broken-adapters")
    let copy = folder.appending(path: place)
    try FileManager.default.createDirectory(
      at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source.appending(path: "program"), to: copy)
    let manifest = """
      {"name": "\(name)", "language": "Python", "command": ["python3", "adapter.py", "sound"], "packages": ["python3"]}
      """
    try Data(manifest.utf8).write(to: copy.appending(path: "adapter.json"))
    return copy
  }

  @Test func `nothing of it runs until the user agrees, once; then it is one like ours`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let adapter = try adapter("another", in: "mine/another").path
    let verify = ["verify", "--frameworks", "another", "--workloads", "json-small", "--adapter", adapter]
    let refused = try await run(verify)
    #expect(refused.status == .status(1))
    #expect(
      refused.errors.contains("\(adapter) is not part of this project")
        && refused.errors.contains("`python3 adapter.py sound`"), "\(refused.errors)")
    let listed = try await run(["adapters", "list", "--adapter", adapter])
    #expect(listed.status == .status(1) && listed.output.contains("never trusted"))
    let agreed = try await run(verify + ["--trust"])
    #expect(agreed.status == .status(0), "\(agreed.errors)")
    #expect(try await run(verify).status == .status(0))
    // What it would run is something else now.
    let manifest = URL(filePath: adapter).appending(path: "adapter.json")
    try String(contentsOf: manifest, encoding: .utf8).replacing(
      "python3\", \"ad", with: "python3\", \"-u\", \"ad"
    )
    .write(to: manifest, atomically: true, encoding: .utf8)
    #expect(try await run(verify).status == .status(1))
  }

  @Test func `those in the user's own folder are found without a flag, and ours go before them`() async throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["another", "python"] { _ = try adapter(name, in: ".local/share/harness/adapters/\(name)") }
    let listed = try await run(["adapters", "list", "--json", "--trust"])
    struct Row: Decodable {
      let name: String
      let folder: String
    }
    let rows = try JSONDecoder().decode([Row].self, from: Data(listed.output.utf8))
    let folders = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.folder) })
    #expect(folders["another"]?.hasPrefix(folder.path) == true, "\(listed.errors)")
    #expect(folders["python"] == Project.folder.appending(path: "adapters/python").path)
  }

  @Test func `a folder without an adapter is told`() async throws {
    let outcome = try await run(["adapters", "list", "--adapter", "docs"])
    #expect(
      outcome.status == .status(2) && outcome.errors.contains("--adapter docs: there is no adapter.json"))
  }
}
