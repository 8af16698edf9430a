import Foundation
import TestSupport
import Testing

@testable import Orchestration

/// Starts an adapter called `broken` whose program is a shell script.
private func launch(_ script: String) async throws -> AdapterProcess {
  let folder = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try Data(#"{"name":"broken","language":"sh","command":["sh","adapter.sh"],"packages":[]}"#.utf8)
    .write(to: folder.appending(path: "adapter.json"))
  try Data(script.utf8).write(to: folder.appending(path: "adapter.sh"))
  let catalogue = try AdapterCatalogue(
    in: [folder], workloads: Project.workloads,
    trust: AdapterTrust(project: folder, memory: nil) { _ in false })
  return try await catalogue.launch(catalogue.entries[0]) { _ in }
}

private let introduction = """
  {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1,"adapter":{"name":"broken","version":"1"},\
  "runtime":{"name":"sh","version":"1","path":"/bin/sh"},"metrics":[],\
  "frameworks":[{"name":"any","description":"any","default":true,"deviations":[]}]}}
  """

@Test(arguments: [
  (#"{"jsonrpc":"2.0","id":1,"error":"it broke"}"#, "of its error, it is no object"),
  (
    introduction.replacing("true", with: "false"),
    "rule I3: exactly one framework is the default, but none is"
  ),
])
func `an introduction of another form is told with the adapter, the method and the line's beginning`(
  line: String, problem: String
) async throws {
  let error = await #expect(throws: AdapterError.self) {
    try await launch("read request; echo '\(line)'; read more")
  }
  let beginning = line.count > 200 ? line.prefix(200) + "…" : line
  #expect(
    error?.description
      == "the broken adapter could not introduce itself: the answer to initialize is not what the "
      + "protocol says: \(problem); it begins with `\(beginning)`")
}

@Test func `an answer on several lines fails a preparation at once, and the adapter can be asked again`()
  async throws
{
  let adapter = try await launch(
    """
    read request; echo '\(introduction)'
    read request; echo '{'; echo '  "id": 2'; echo '}'
    read request; echo '{"jsonrpc":"2.0","id":3,"error":{"code":-32002,"message":"no compiler","data":"gcc"}}'
    read more
    """)
  let broken = await #expect(throws: AdapterError.self) { try await adapter.prepare("any") { _ in } }
  #expect(
    broken?.description.hasPrefix(
      "the broken adapter could not prepare any: the answer to app/prepare is not") == true)
  #expect(broken?.description.hasSuffix("it begins with `{`") == true)
  let failed = await #expect(throws: AdapterError.self) { try await adapter.prepare("any") { _ in } }
  #expect(failed?.description == "the broken adapter could not prepare any: no compiler")
  await adapter.shutDown()
}
