import Foundation
import TestSupport
import Testing

@testable import Commands

struct ManPageTests {
  /// What groff makes of the page, and what it complains of.
  private static func formatted(_ root: Command = Harness.root) throws -> (text: String, complaints: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID()).1")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(ManPage.text(for: root, version: "1.2.3").utf8).write(to: file)
    let groff = try ProgramOutcome(
      of: "/usr/bin/groff", ["-man", "-Tutf8", "-P-c", "-rLL=200n", "-ww", file.path])
    try #require(groff.isSuccess, "\(groff.errors)")
    let text = groff.output.replacing(/.\u{8}/, with: "").replacing("\u{2212}", with: "-").replacing(
      "\u{2010}", with: "-")
    return (text, groff.errors)
  }

  @Test func `groff formats the page without a complaint, and it has every command, flag and example`() throws
  {
    let (text, complaints) = try Self.formatted()
    #expect(complaints == "")
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("harness 1.2.3") && words.contains("HARNESS_HOME"))
    for (path, command) in Harness.tree where command.request != nil {
      #expect(words.contains(path.joined(separator: " ")), "\(path)")
      for flag in command.allFlags { #expect(words.contains("--\(flag.name)"), "\(path) --\(flag.name)") }
      for example in command.examples { #expect(words.contains(example.line), "\(example.line)") }
    }
  }

  @Test func `nothing that a command says is taken for a request or a font`() throws {
    let odd = #".TH \fB 'x' "y" \ `z` … –"#
    let command = Command(name: "odd", summary: odd) { _, _ in FixedAnswer(text: "") }
    let (text, complaints) = try Self.formatted(Command(name: "root", summary: "r", subcommands: [command]))
    #expect(complaints == "" && text.contains(odd), "\(text)\(complaints)")
  }
}
