package import Foundation
package import JSON

/// A scenario's file that cannot be carried out, with all that is wrong in it.
package struct InvalidScenario: Error, CustomStringConvertible {
  /// Where and what, in the order of the file.
  package let problems: [JSON5Problem]
  let file: String

  /// A line for each, `file:line:column: what`.
  package var description: String { problems.map { "\(file):\($0)" }.joined(separator: "\n") }
}

extension Scenario {
  /// Reads a file; throws `InvalidScenario`, or what Foundation says of a file that cannot be read.
  package init(contentsOf file: URL) throws {
    try self.init(
      parsing: String(contentsOf: file, encoding: .utf8), named: file.relativePath,
      in: file.deletingLastPathComponent())
  }

  /// Reads the text of a file; the files that it names are found from its folder.
  package init(
    parsing text: String, named file: String, in folder: URL = URL(filePath: ".")
  ) throws(InvalidScenario) {
    let root: JSON5Node
    do { root = try JSON5Node(parsing: text) } catch { throw InvalidScenario(problems: [error], file: file) }
    var fields = JSON5Fields(root, at: "")
    self.init(&fields, root.place, text, folder)
    guard fields.problems.isEmpty else { throw InvalidScenario(problems: fields.problems, file: file) }
  }

  private init(_ fields: inout JSON5Fields, _ place: TextPlace, _ text: String, _ folder: URL) {
    self.text = text
    if fields.integer("scenario", in: Self.version...Self.version) == nil, fields.node("scenario") == nil {
      fields.complain(place, "`scenario: \(Self.version)` is missing, the version of the form")
    }
    name = fields.requiredText("name")
    if !name.isEmpty, !FlowReader.isName(name) {
      fields.complain(
        fields.node("name")?.place ?? place, "name has small letters, digits, `_` and `-`, 40 at the most")
    }
    summary = fields.text("summary") ?? ""
    seed = fields.seed("seed")
    target = Self.target(&fields)
    comparison = Self.comparison(&fields)
    timeoutSeconds = fields.time("timeout", in: 0.001...600) ?? 10
    connections = Self.connections(&fields)
    secrets = Self.secrets(&fields)
    headers = RequestReader.headers(&fields)
    tables = DataReader.tables(&fields, in: folder)
    questions = QuestionReader.questions(&fields)
    users = Self.users(&fields)
    load = LoadReader.plan(&fields, at: place)
    flows = FlowReader.flows(&fields, at: place)
    breaker = LimitsReader.breaker(&fields)
    limits = LimitsReader.limits(&fields)
    thresholds = ThresholdReader.thresholds(&fields, of: flows)
    var check = VariableCheck(secrets: Set(secrets.keys), tables, questions: Set(questions.keys))
    check.look(at: headers, flows)
    for problem in check.problems + [shortage].compactMap(\.self) {
      fields.complain(problem.place, problem.text)
    }
  }

  private static func target(_ fields: inout JSON5Fields) -> String? {
    fields.value("target", wants: "a URL like \"http://127.0.0.1:8080\"") { value in
      guard let text = value.string, let url = URL(string: text), ["http", "https"].contains(url.scheme),
        url.host()?.isEmpty == false
      else { return nil }
      return text
    }
  }

  private static func connections(_ fields: inout JSON5Fields) -> Connections {
    if let node = fields.node("connections"), case .object = node.value {
      var own = JSON5Fields(node, at: "connections")
      defer { fields.take(own) }
      let count = own.integer("shared", in: 1...65_535)
      if own.node("shared") == nil {
        own.complain(node.place, "connections.shared is missing: how many there are")
      }
      return .shared(count ?? 1)
    }
    return fields.value("connections", wants: "\"own\", \"fresh\" or { shared: 64 }") {
      value -> Connections? in
      switch value.string {
      case "own": .own
      case "fresh": .fresh
      default: nil
      }
    } ?? .own
  }

  private static func comparison(_ fields: inout JSON5Fields) -> (category: String?, summary: String?) {
    guard let node = fields.node("compare") else { return (nil, nil) }
    var compare = JSON5Fields(node, at: "compare")
    defer { fields.take(compare) }
    let category = compare.value("category", wants: "small letters, digits, `_` and `-`, 40 at the most") {
      value in
      value.string.flatMap { FlowReader.isName($0) ? $0 : nil }
    }
    return (category, compare.text("summary"))
  }

  private static func secrets(_ fields: inout JSON5Fields) -> [String: String] {
    guard let node = fields.node("secrets") else { return [:] }
    var all = JSON5Fields(node, at: "secrets")
    defer { fields.take(all) }
    var secrets: [String: String] = [:]
    for member in all.everyMember() {
      var own = JSON5Fields(member.node, at: all.path(to: member.name))
      secrets[member.name] = own.requiredText("env")
      all.take(own)
    }
    return secrets
  }

  private static func users(_ fields: inout JSON5Fields) -> Int? {
    guard let node = fields.node("users") else { return nil }
    var users = JSON5Fields(node, at: "users")
    defer { fields.take(users) }
    return users.integer("count", in: 1...1_000_000)
  }
}
