import Foundation
import TestSupport
import Testing

@testable import Orchestration

/// Folders to begin with, written from those that adapters have.
@Suite struct ScaffoldTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
  private var origin: URL { folder.appending(path: "origin") }
  private var target: URL { folder.appending(path: "target") }
  private let values = ["name": "my-app", "identifier": "my_app"]

  private func write(_ path: String, _ text: String, in place: URL? = nil, mode: Int = 0o644) throws {
    let file = (place ?? origin).appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: target.appending(path: path), encoding: .utf8)
  }

  /// The paths of all files in the target.
  private func paths() -> [String] {
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: target.path)) ?? []
    return all.filter { !target.appending(path: $0).hasDirectoryPath }.sorted()
  }

  /// A scaffold with a program, a text of two names, what it copies and a line for `list`.
  private func scaffold(lines before: String = "]") throws -> Scaffold {
    try write("scaffolds/framework/files/apps/{{name}}/run", "#!/bin/sh\n", mode: 0o755)
    try write("scaffolds/framework/files/apps/{{name}}/app.py", "{{identifier}} = '{{name}}' # {{other}}")
    try write("sdk/wire", "wire {{name}}")
    try write("sdk/__pycache__/wire.pyc", "left behind")
    try write(
      "scaffolds/framework/scaffold.json",
      #"""
      {"copies": ["sdk"], "lines": [{"file": "list", "before": "\#(before)", "text": "  '{{name}}',"}]}
      """#)
    return try Scaffold(.framework, of: origin)
  }

  @Test func `names are filled in, programs stay programs, and what is copied stays as it is`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("list", "all = [\n  'a',\n  ]\n]\n", in: target)
    let written = try scaffold().write(into: target, filling: values)
    #expect(written == ["apps/my-app/app.py", "apps/my-app/run", "sdk/wire", "list"])
    #expect(try text("apps/my-app/app.py") == "my_app = 'my-app' # {{other}}")
    #expect(FileManager.default.isExecutableFile(atPath: target.appending(path: "apps/my-app/run").path))
    #expect(!FileManager.default.isExecutableFile(atPath: target.appending(path: "apps/my-app/app.py").path))
    #expect(try text("sdk/wire") == "wire {{name}}")
    #expect(try text("list") == "all = [\n  'a',\n  'my-app',\n  ]\n]\n")
  }

  @Test func `nothing is written where a file is in the way`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("list", "]", in: target)
    try write("sdk/wire", "mine", in: target)
    #expect {
      try scaffold().write(into: target, filling: values)
    } throws: {
      "\($0)".contains("target/sdk/wire is there already")
    }
    #expect(try text("sdk/wire") == "mine" && text("list") == "]")
    #expect(!FileManager.default.fileExists(atPath: target.appending(path: "apps").path))
  }

  @Test func `nothing is written where the line has no place`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("list", "[]", in: target)
    #expect {
      try scaffold().write(into: target, filling: values)
    } throws: {
      "\($0)".contains("no line that begins with `]`")
    }
    #expect(try text("list") == "[]")
    #expect(!FileManager.default.fileExists(atPath: target.appending(path: "apps").path))
  }

  @Test func `an adapter without a scaffold says so, and a broken one which`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect {
      try Scaffold(.adapter, of: origin)
    } throws: {
      "\($0)".hasPrefix("there is no scaffold for a new adapter: ")
    }
    try write("scaffolds/adapter/scaffold.json", "{")
    #expect { try Scaffold(.adapter, of: origin) } throws: { "\($0)".contains("scaffold.json: ") }
  }
}
