import Evidence
import Foundation
import Record
import TestSupport
import Testing

@Suite struct ManifestTests {
  /// SHA-256 of the empty message, of "abc" and of its 448-bit message, from NIST's examples for FIPS 180-4.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 is that of the standard`(message: String, digest: String) {
    #expect(SHA256.hex(of: Data(message.utf8)) == digest)
  }

  @Test func `sha256sum checks a manifest, and finds a changed file`() throws {
    try inFolder { folder in
      try manifest(of: ["a.txt": "one", "b/c d.json": "two"], in: folder).write(to: folder)
      #expect(try sha256sum(folder))
      try Data("tvo".utf8).write(to: folder.appending(path: "b/c d.json"))
      #expect(try !sha256sum(folder))
    }
  }

  @Test func `missing, added, hidden and changed files are all named`() throws {
    try inFolder { folder in
      let files = ["a": "1", "b": "2", "c/d": "3", "c/e": "4"]
      try manifest(of: files, in: folder).write(to: folder)
      let stored = try #require(try Manifest(in: folder))
      #expect(try stored.differences(from: folder) == [])
      try FileManager.default.removeItem(at: folder.appending(path: "a"))
      try Data("x".utf8).write(to: folder.appending(path: "c/.hidden"))
      try Data("33".utf8).write(to: folder.appending(path: "c/d"))
      let differences = try stored.differences(from: folder)
      #expect(differences.prefix(2) == ["missing: a", "added: c/.hidden"] && differences.count == 3)
      #expect(differences.last?.hasPrefix("changed: c/d (SHA-256 ") == true)
    }
  }

  @Test func `files recorded again are renewed, the others keep the line they had`() throws {
    try inFolder { folder in
      var manifest = try manifest(of: ["raw": "1", "derived": "2"], in: folder)
      for name in ["raw", "derived"] { try Data("new".utf8).write(to: folder.appending(path: name)) }
      try manifest.record(["derived"], in: folder)
      #expect(try manifest.differences(from: folder).map { $0.prefix(12) } == ["changed: raw"])
    }
  }

  @Test(arguments: [
    "", "no newline at the end", "\n", "abc  run.json\n", String(repeating: "A", count: 64) + "  run.json\n",
    String(repeating: "a", count: 64) + " *run.json\n", String(repeating: "a", count: 64) + "  \n",
    String(repeating: String(repeating: "a", count: 64) + "  run.json\n", count: 2),
  ])
  func `a manifest that is not of the form is an error that names it`(text: String) throws {
    try inFolder { folder in
      try Data(text.utf8).write(to: folder.appending(path: "SHA256SUMS"))
      #expect { try Manifest(in: folder) } throws: { "\($0)".contains("SHA256SUMS: ") }
    }
  }

  @Test func `a run has a manifest once it is sealed, and none before`() throws {
    try inFolder { folder in
      let sample = SampleRun.make(
        ["a/x": ["w": [1000]], "b/y": ["w": [2000]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
      let journal = try RunStore(folder).begin(sample.run)
      #expect(try Manifest(in: journal.folder) == nil)
      try journal.append(sample)
      try Manifest.seal(journal.folder)
      let manifest = try #require(try Manifest(in: journal.folder))
      #expect(Set(manifest.digests.keys) == ["run.json", "journal.jsonl", "series.jsonl"])
      #expect(try manifest.differences(from: journal.folder) == [])
    }
  }

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func manifest(of files: [String: String], in folder: URL) throws -> Manifest {
    for (path, text) in files {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    var manifest = Manifest()
    try manifest.record(Array(files.keys), in: folder)
    return manifest
  }

  /// Whether the system's own tool finds all files as they are said to be.
  private func sha256sum(_ folder: URL) throws -> Bool {
    try ProgramOutcome(
      of: "/usr/bin/sha256sum", ["--check", "--strict", "--status", Manifest.fileName], directory: folder.path
    ).isSuccess
  }
}
