import Contract
package import Foundation
import JSON

/// The protocol's files that an adapter is held against.
package struct Specification: Sendable {
  /// The messages' schema.
  package let schema: MessageSchema
  /// Lines, and the answers that every adapter gives them.
  let lines: [LineCase]
  /// The work that every app serves.
  let catalogue: WorkloadCatalogue
  /// The description of that work.
  let workloads: URL

  /// Reads the files beside `workloads.json`.
  package init(besides workloads: URL) throws {
    let folder = workloads.deletingLastPathComponent()
    schema = try MessageSchema(parsing: Data(contentsOf: folder.appending(path: "schema.json")))
    lines = try LineCase.all(in: folder.appending(path: "lines.json"))
    catalogue = try WorkloadCatalogue(contentsOf: workloads)
    self.workloads = workloads
  }
}

/// A line of `lines.json`, and the answer that every adapter gives it.
struct LineCase: Sendable {
  /// What is due.
  struct Answer: Sendable {
    let id: JSONValue
    /// The error's code; nil for a result.
    let code: Int?
    /// A part of the error's message.
    let says: String?
  }

  /// What is special about it.
  let what: String
  /// nil: none is given.
  let answer: Answer?
  private let parts: [JSONValue]

  static func all(in file: URL) throws -> [LineCase] {
    try JSONValue(parsing: Data(contentsOf: file)).elements.map { LineCase($0) }
  }

  private init(_ value: JSONValue) {
    what = value["what"]?.text ?? ""
    parts = value["line"]?.elements ?? []
    answer = value["answer"].flatMap { answer in
      guard case .object = answer else { return nil }
      return Answer(id: answer["id"] ?? .null, code: answer["code"]?.integer, says: answer["says"]?.text)
    }
  }

  /// Whether it has more than a mebibyte.
  var isLarge: Bool {
    parts.contains { ($0["text"]?.text?.utf8.count ?? 0) * ($0["times"]?.integer ?? 1) > 1 << 20 }
  }

  /// The line without its end, with the name of a framework where one is wanted.
  func bytes(framework: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      if let text = part.text {
        bytes += text.replacingOccurrences(of: "FRAMEWORK", with: framework).utf8
      } else if let digits = part["hex"]?.text {
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits.dropFirst($0).prefix(2) }
        bytes += pairs.compactMap { UInt8($0, radix: 16) }
      } else {
        bytes += String(repeating: part["text"]?.text ?? "", count: part["times"]?.integer ?? 1).utf8
      }
    }
    return bytes
  }
}
