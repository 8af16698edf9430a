import Foundation
import JSON
import TestSupport

@testable import AdapterProtocol

/// A line of `v1/lines.json`, and the answer that every adapter gives it.
struct LineCase: Decodable, Sendable {
  /// What is due.
  struct Answer: Decodable, Equatable, Sendable {
    let id: JSONValue
    /// The error's code; nil for a result.
    let code: Int?
    /// A part of the error's message.
    let says: String?
  }

  /// A piece of a line: a text, many times over, or bytes.
  private struct Part: Decodable, Sendable {
    let bytes: Data

    private enum CodingKeys: CodingKey { case text, times, hex }

    init(from decoder: any Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        bytes = Data(text.utf8)
        return
      }
      let members = try decoder.container(keyedBy: CodingKeys.self)
      if let digits = try members.decodeIfPresent(String.self, forKey: .hex) {
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits.dropFirst($0).prefix(2) }
        bytes = Data(pairs.compactMap { UInt8($0, radix: 16) })
      } else {
        let text = try members.decode(String.self, forKey: .text)
        bytes = Data(String(repeating: text, count: try members.decode(Int.self, forKey: .times)).utf8)
      }
    }
  }

  let what: String
  let answer: Answer?
  private let line: [Part]

  /// The line without its end.
  var bytes: Data { line.reduce(Data()) { $0 + $1.bytes } }

  static func all() throws -> [LineCase] {
    let file = Project.folder.appending(path: "Sources/AdapterProtocol/Specification/v1/lines.json")
    return try JSONValue(parsing: Data(contentsOf: file)).decode(as: [LineCase].self)
  }
}

extension LineCase.Answer {
  /// What an adapter has answered.
  init(line: Data) throws {
    switch try Envelope(line: line) {
    case .response(let id, _): self.init(id: id, code: nil, says: nil)
    case .failure(let id, let error): self.init(id: id, code: error.code, says: error.message)
    default: throw ProtocolError(.invalidRequest, "no answer")
    }
  }
}
