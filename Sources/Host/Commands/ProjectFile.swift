import Foundation
import JSON
import Orchestration
import Record

/// `harness.json5` of the working directory, where users write down what they do not want to type.
struct ProjectFile {
  static let name = "harness.json5"

  /// The apps in it, by name.
  let apps: [String: OwnApp]
  /// What holds for flags that are not typed.
  let defaults: FlagDefaults

  /// Reads the file in `folder`, if it is there; throws a `UsageError` with all that is wrong in it.
  init?(in folder: URL) throws {
    let file = folder.appending(path: Self.name)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let text: String
    do { text = try String(contentsOf: file, encoding: .utf8) } catch {
      throw UsageError("\(Self.name) cannot be read as UTF-8: \(error.localizedDescription)")
    }
    do { try self.init(parsing: text, in: folder) } catch {
      throw UsageError(error.problems.map { "\(Self.name):\($0)" }.joined(separator: "\n"))
    }
  }

  /// What is wrong in a file.
  struct Invalid: Error {
    let problems: [JSON5Problem]
  }

  /// Reads a text whose relative paths begin in `folder`, and which may say something of the flags of `commands`.
  init(parsing text: String, in folder: URL, commands: [Command] = Harness.commands) throws(Invalid) {
    let root: JSON5Node
    do { root = try JSON5Node(parsing: text) } catch { throw Invalid(problems: [error]) }
    var (file, apps) = (JSON5Fields(root, at: ""), [String: OwnApp]())
    if let node = file.node("apps") {
      var fields = JSON5Fields(node, at: "apps")
      for member in fields.everyMember() {
        if let problem = OwnApp.problem(withName: member.name) { fields.complain(member.place, problem) }
        apps[member.name] = Self.app(member, in: folder, &fields)
      }
      file.take(fields)
    }
    var defaults = FlagDefaults()
    defaults.read(&file, for: commands)
    guard file.problems.isEmpty else { throw Invalid(problems: file.problems) }
    (self.apps, self.defaults) = (apps, defaults)
  }

  private static func app(_ member: JSON5Member, in folder: URL, _ apps: inout JSON5Fields) -> OwnApp {
    var fields = JSON5Fields(member.node, at: apps.path(to: member.name))
    let command = fields.requiredText("command")
    let directory = fields.text("cwd").map {
      $0.hasPrefix("/") ? URL(filePath: $0) : folder.appending(path: $0)
    }
    let environment = fields.texts("env").map { ($0.name, $0.text) }
    let health = fields.node("health")
    let path = fields.text("health")
    if let health, let path, !path.hasPrefix("/") {
      fields.complain(health.place, "\(fields.path(to: "health")) must be a path like /health")
    }
    let app = OwnApp(
      named: member.name, .command(line: command), directory: directory ?? folder,
      environment: Dictionary(environment) { first, _ in first }, healthPath: path ?? OwnApp.usualHealthPath,
      build: fields.text("build"))
    apps.take(fields)
    return app
  }
}
