import Foundation
import JSON
import Orchestration

/// Reads `adapter.json` as rule D1 has it.
enum DiscoveryScenario {
  /// The manifest, as far as it is good enough to start the adapter; nil when it is not.
  static func manifest(in folder: URL, _ ledger: Ledger) -> AdapterManifest? {
    do {
      let text = try Data(contentsOf: folder.appending(path: "adapter.json"))
      let value = try JSONValue(parsing: text)
      let problems = problems(with: value) + changedFiles(text, in: folder)
      for problem in problems { ledger.judge(.D1, false, "adapter.json: \(problem)") }
      if problems.isEmpty { ledger.judge(.D1, true, "adapter.json has all that it needs") }
      guard let command = value["command"], !command.elements.isEmpty else { return nil }
      return AdapterManifest(
        name: value["name"]?.text ?? folder.lastPathComponent, language: value["language"]?.text ?? "",
        command: command.elements.compactMap(\.text), packages: texts(value["packages"]) ?? [])
    } catch {
      ledger.judge(.D1, false, "adapter.json cannot be read: \(error)")
      return nil
    }
  }

  private static func problems(with manifest: JSONValue) -> [String] {
    var problems = ["name", "language"].filter { (manifest[$0]?.text ?? "").isEmpty }.map {
      "`\($0)` is no text"
    }
    if texts(manifest["command"])?.isEmpty ?? true {
      problems.append("`command` is no program with its arguments")
    }
    if texts(manifest["packages"]) == nil { problems.append("`packages` is no array of texts") }
    if let pins = manifest["sha256"], pins != .null, !isTexts(pins) {
      problems.append("`sha256` is no object of texts")
    }
    guard let optional = manifest["optional"], optional != .null else { return problems }
    guard case .array(let options) = optional else { return problems + ["`optional` is no array"] }
    for option in options {
      let isRight =
        option["what"]?.text != nil && texts(option["packages"]) != nil
        && (option["program"] == nil || option["program"]?.text != nil)
      if !isRight { problems.append("`optional` has \(option.shown()), which lacks `what` or `packages`") }
    }
    return problems
  }

  private static func changedFiles(_ manifest: Data, in folder: URL) -> [String] {
    (try? AdapterManifest(parsing: manifest, in: folder))?.changedFiles(in: folder) ?? []
  }

  private static func isTexts(_ value: JSONValue) -> Bool {
    guard case .object(let members) = value else { return false }
    return members.values.allSatisfy { $0.text != nil }
  }

  /// An array of texts; nil for anything else.
  private static func texts(_ value: JSONValue?) -> [String]? {
    guard case .array(let elements)? = value else { return nil }
    let texts = elements.compactMap(\.text)
    return texts.count == elements.count ? texts : nil
  }
}
