package import Foundation

/// Validates JSON with Debian's `jsonschema` program (JSON Schema 2020-12).
package enum JSONSchema {
  /// The program failed before it validated anything.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What is wrong with each of the `instances`, in their order; nil for those that satisfy the schema in `file`, or
  /// its definition `definition`.
  package static func problems(with instances: [Data], in file: URL, definition: String? = nil) throws
    -> [String?]
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "schema-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let schema = folder.appending(path: "schema.json")
    try select(definition, of: Data(contentsOf: file)).write(to: schema)
    let places = instances.indices.map { folder.appending(path: "\($0).json").path }
    for (place, instance) in zip(places, instances) { try instance.write(to: URL(filePath: place)) }
    let base = "file://\(file.deletingLastPathComponent().path)/"
    let said = try run(
      ["--output", "pretty", "--base-uri", base] + places.flatMap { ["--instance", $0] } + [schema.path])
    return try places.map { place in
      let verdicts = said.components(separatedBy: "===[").filter { $0.contains("]===(\(place))===") }
      guard !verdicts.isEmpty else { throw Failure(description: said) }
      return verdicts.allSatisfy { $0.hasPrefix("SUCCESS") } ? nil : verdicts.joined()
    }
  }

  private static func select(_ definition: String?, of schema: Data) throws -> Data {
    guard let definition, var object = try JSONSerialization.jsonObject(with: schema) as? [String: Any] else {
      return schema
    }
    object["anyOf"] = [["$ref": "#/$defs/\(definition)"]]
    return try JSONSerialization.data(withJSONObject: object)
  }

  /// Both outputs of the program together.
  private static func run(_ arguments: [String]) throws -> String {
    try ProgramOutcome(of: "/bin/sh", ["-c", "exec \"$@\" 2>&1", "sh", "/usr/bin/jsonschema"] + arguments)
      .output
  }
}
